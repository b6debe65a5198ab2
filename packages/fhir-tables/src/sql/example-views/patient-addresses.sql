SELECT
  "patient_id",
  coalesce(array_to_string(_1."line", E'\n'), '') AS "street",
  _1."use" AS "use",
  _1."city" AS "city",
  _1."postalCode" AS "zip"
FROM (
  SELECT
    _r."id" AS "patient_id",
    unnest(_r."address") AS _1
  FROM read_json(['data.ndjson'],
    format = 'newline_delimited', maximum_object_size = 16777216,
    columns = {
      'resourceType': 'VARCHAR',
      'id': 'VARCHAR',
      'address': 'STRUCT("line" VARCHAR[], "use" VARCHAR, "city" VARCHAR, "postalCode" VARCHAR)[]'
    }) AS _r
  WHERE _r."resourceType" = 'Patient'
)
