SELECT
  "patient_id",
  CAST(_1_at - 1 AS INTEGER) AS "name_index",
  _1."use" AS "use",
  _1."family" AS "family",
  coalesce(array_to_string(_1."given", ' '), '') AS "given"
FROM (
  SELECT
    _r."id" AS "patient_id",
    unnest(_r."name") AS _1,
    generate_subscripts(_r."name", 1) AS _1_at
  FROM read_json(['data.ndjson'],
    format = 'newline_delimited', maximum_object_size = 16777216,
    columns = {
      'resourceType': 'VARCHAR',
      'id': 'VARCHAR',
      'name': 'STRUCT("use" VARCHAR, "family" VARCHAR, "given" VARCHAR[])[]'
    }) AS _r
  WHERE _r."resourceType" = 'Patient'
)
