SELECT
  "id",
  "patient_id",
  "effective_date_time",
  "sbp_quantity_system",
  "sbp_quantity_code",
  "sbp_quantity_unit",
  "sbp_quantity_value",
  _7."valueQuantity"."system" AS "dbp_quantity_system",
  _7."valueQuantity"."code" AS "dbp_quantity_code",
  _7."valueQuantity"."unit" AS "dbp_quantity_unit",
  fhir_decimal(_7."valueQuantity"."value") AS "dbp_quantity_value"
FROM (
  SELECT
    "id",
    "patient_id",
    "effective_date_time",
    _4."valueQuantity"."system" AS "sbp_quantity_system",
    _4."valueQuantity"."code" AS "sbp_quantity_code",
    _4."valueQuantity"."unit" AS "sbp_quantity_unit",
    fhir_decimal(_4."valueQuantity"."value") AS "sbp_quantity_value",
    unnest(_7_list) AS _7
  FROM (
    SELECT
      _r."id" AS "id",
      (CASE WHEN _r."subject"."reference" LIKE 'Patient/_%' AND _r."subject"."reference" NOT LIKE 'Patient/%/%' AND NOT contains(_r."subject"."reference", ' ') THEN substr(_r."subject"."reference", 9) WHEN contains(_r."subject"."reference", 'Patient/') THEN nullif(regexp_extract(_r."subject"."reference", '(?:^|/)Patient/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "patient_id",
      _r."effectiveDateTime" AS "effective_date_time",
      list_filter(_r."component", lambda _5: len(list_filter(_5."code"."coding", lambda _6: ((_6."system" = 'http://loinc.org') AND (_6."code" = '8462-4')))) > 0)[1:1] AS _7_list,
      unnest(list_filter(_r."component", lambda _2: len(list_filter(_2."code"."coding", lambda _3: ((_3."system" = 'http://loinc.org') AND (_3."code" = '8480-6')))) > 0)[1:1]) AS _4
    FROM read_json(['data.ndjson'],
      format = 'newline_delimited', maximum_object_size = 16777216,
      columns = {
        'resourceType': 'VARCHAR',
        'code': 'STRUCT("coding" STRUCT("system" VARCHAR, "code" VARCHAR)[])',
        'id': 'VARCHAR',
        'subject': 'STRUCT("reference" VARCHAR)',
        'effectiveDateTime': 'VARCHAR',
        'component': 'STRUCT("code" STRUCT("coding" STRUCT("system" VARCHAR, "code" VARCHAR)[]), "valueQuantity" STRUCT("system" VARCHAR, "code" VARCHAR, "unit" VARCHAR, "value" DOUBLE))[]'
      }) AS _r
    WHERE _r."resourceType" = 'Observation'
      AND len(list_filter(_r."code"."coding", lambda _1: ((_1."system" = 'http://loinc.org') AND (_1."code" = '85354-9')))) > 0
  )
)
