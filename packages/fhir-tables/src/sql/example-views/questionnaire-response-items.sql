SELECT
  "id",
  "questionnaire",
  "patient_id",
  "authored",
  _1."linkId" AS "item_link_id",
  _1."text" AS "item_text",
  (CASE WHEN len(list_filter(list_transform(_1."answer", lambda x: x."valueString"), lambda x: x IS NOT NULL)) > 1 THEN error('$.select[1].column[2].path: expected at most one value, found ' || len(list_filter(list_transform(_1."answer", lambda x: x."valueString"), lambda x: x IS NOT NULL))) ELSE list_filter(list_transform(_1."answer", lambda x: x."valueString"), lambda x: x IS NOT NULL)[1] END) AS "answer_value_string",
  (CASE WHEN len(list_transform(list_filter(list_transform(_1."answer", lambda x: x."valueInteger"), lambda x: x IS NOT NULL), lambda x: fhir_integer(x))) > 1 THEN error('$.select[1].column[3].path: expected at most one value, found ' || len(list_transform(list_filter(list_transform(_1."answer", lambda x: x."valueInteger"), lambda x: x IS NOT NULL), lambda x: fhir_integer(x)))) ELSE list_transform(list_filter(list_transform(_1."answer", lambda x: x."valueInteger"), lambda x: x IS NOT NULL), lambda x: fhir_integer(x))[1] END) AS "answer_value_integer",
  (CASE WHEN len(list_transform(list_filter(list_transform(_1."answer", lambda x: x."valueBoolean"), lambda x: x IS NOT NULL), lambda x: fhir_boolean(x))) > 1 THEN error('$.select[1].column[4].path: expected at most one value, found ' || len(list_transform(list_filter(list_transform(_1."answer", lambda x: x."valueBoolean"), lambda x: x IS NOT NULL), lambda x: fhir_boolean(x)))) ELSE list_transform(list_filter(list_transform(_1."answer", lambda x: x."valueBoolean"), lambda x: x IS NOT NULL), lambda x: fhir_boolean(x))[1] END) AS "answer_value_boolean",
  (CASE WHEN len(list_filter(list_transform(_1."answer", lambda x: x."valueDate"), lambda x: x IS NOT NULL)) > 1 THEN error('$.select[1].column[5].path: expected at most one value, found ' || len(list_filter(list_transform(_1."answer", lambda x: x."valueDate"), lambda x: x IS NOT NULL))) ELSE list_filter(list_transform(_1."answer", lambda x: x."valueDate"), lambda x: x IS NOT NULL)[1] END) AS "answer_value_date"
FROM (
  SELECT
    _r."id" AS "id",
    _r."questionnaire" AS "questionnaire",
    (CASE WHEN _r."subject"."reference" LIKE 'Patient/_%' AND _r."subject"."reference" NOT LIKE 'Patient/%/%' AND NOT contains(_r."subject"."reference", ' ') THEN substr(_r."subject"."reference", 9) WHEN contains(_r."subject"."reference", 'Patient/') THEN nullif(regexp_extract(_r."subject"."reference", '(?:^|/)Patient/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "patient_id",
    _r."authored" AS "authored",
    unnest(list_transform(list_transform([list_transform([list_transform(_r."item", lambda n, p: {'key': list_concat(CAST([] AS BIGINT[]), [CAST(0 AS BIGINT), p]), 'node': n})], lambda f: list_reduce(list_resize([{'done': f[1:0], 'todo': f}], 65), lambda s, i: {'done': list_concat(s.done, s.todo), 'todo': flatten(list_transform(s.todo, lambda t: list_transform([t.node], lambda _1: list_transform(from_json(_1."item", '[{"item":"JSON","linkId":"VARCHAR","text":"VARCHAR","answer":[{"valueString":"VARCHAR","valueInteger":"VARCHAR","valueBoolean":"VARCHAR","valueDate":"VARCHAR"}]}]'), lambda n, p: {'key': list_concat(t.key, [CAST(0 AS BIGINT), p]), 'node': n}))[1]))}))[1]], lambda w: CASE WHEN len(w.todo) > 0 THEN error('repeat: expected at most 64 levels, found more') ELSE list_sort(w.done) END)[1], lambda n: n.node)) AS _1
  FROM read_json(['data.ndjson'],
    format = 'newline_delimited', maximum_object_size = 16777216,
    columns = {
      'resourceType': 'VARCHAR',
      'id': 'VARCHAR',
      'questionnaire': 'VARCHAR',
      'subject': 'STRUCT("reference" VARCHAR)',
      'authored': 'VARCHAR',
      'item': 'STRUCT("item" JSON, "linkId" VARCHAR, "text" VARCHAR, "answer" STRUCT("valueString" VARCHAR, "valueInteger" DOUBLE, "valueBoolean" VARCHAR, "valueDate" VARCHAR)[])[]'
    }) AS _r
  WHERE _r."resourceType" = 'QuestionnaireResponse'
)
