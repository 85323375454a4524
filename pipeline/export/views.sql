-- Ready views over the tables of a result: in the DuckDB file of `baoshu export`, and in `baoshu query`.

CREATE VIEW facts AS
SELECT
    s.*,
    a.title,
    a.event_type,
    a.duplicate_of,
    d.publication_date,
    d.publication_start,
    d.publication_end,
    d.source,
    d.source_path
FROM statistics AS s
JOIN articles AS a USING (article_id)
JOIN documents AS d ON d.document_id = s.document_id;
COMMENT ON VIEW facts IS
    'One row a fact, with the title of its article and when and where that was published. 事实及其文章、出版信息';

CREATE VIEW series_points AS
SELECT
    p.*,
    len(p.statistic_ids) AS sources,
    count(*) OVER (PARTITION BY p.series_id) AS points,
    row_number() OVER (
        PARTITION BY p.series_id ORDER BY p.period_end NULLS FIRST, p.period_start NULLS FIRST, p.value
    ) AS point
FROM series AS p;
COMMENT ON VIEW series_points IS
    'One row a point of a series, with how many facts stand behind it, its number and how many points there are. 序列各点';

CREATE VIEW series_facts AS
SELECT
    p.series_id,
    p.period_start AS point_start,
    p.period_end AS point_end,
    p.value AS point_value,
    p.conflict,
    f.*
FROM (SELECT *, unnest(statistic_ids) AS fact_id FROM series) AS p
JOIN (SELECT * EXCLUDE (series_id) FROM facts) AS f ON f.statistic_id = p.fact_id;
COMMENT ON VIEW series_facts IS
    'One row a fact behind a point of a series, with its words. 序列各点所据的事实';

CREATE VIEW check_facts AS
SELECT
    c.check_id,
    c.kind,
    c.passed,
    c.expected,
    c.found,
    c.role,
    f.*
FROM (
    SELECT *, unnest(statistic_ids) AS fact_id, generate_subscripts(statistic_ids, 1) AS role FROM checks
) AS c
JOIN facts AS f ON f.statistic_id = c.fact_id
ORDER BY c.check_id, c.role;
COMMENT ON VIEW check_facts IS
    'One row a fact that a check compared; role is its place in statistic_ids. 核对所比较的事实';
