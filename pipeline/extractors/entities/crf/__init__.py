"""The statistical half of entity recognition: a linear-chain CRF on characters.

`features` says what the model sees, `tagger` runs it, `model.crfsuite` is the model and
`model.json` its card (data, date, scores). `make train` makes both.
"""
