"""`python -m pipeline.training`."""

from pipeline.training.train import main

if __name__ == "__main__":
    main()
