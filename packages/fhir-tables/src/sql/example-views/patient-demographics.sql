SELECT
  "id",
  "gender",
  coalesce(array_to_string(_2."given", ' '), '') AS "given_name",
  _2."family" AS "family_name"
FROM (
  SELECT
    _r."id" AS "id",
    _r."gender" AS "gender",
    unnest(list_filter(_r."name", lambda _1: (_1."use" = 'official'))[1:1]) AS _2
  FROM read_json(['data.ndjson'],
    format = 'newline_delimited', maximum_object_size = 16777216,
    columns = {
      'resourceType': 'VARCHAR',
      'id': 'VARCHAR',
      'gender': 'VARCHAR',
      'name': 'STRUCT("use" VARCHAR, "given" VARCHAR[], "family" VARCHAR)[]'
    }) AS _r
  WHERE _r."resourceType" = 'Patient'
)
