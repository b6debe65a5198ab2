SELECT
  "id",
  "patient_id",
  "encounter_id",
  "onset_datetime",
  "system",
  "code",
  "category",
  "clinical_status",
  _4."code" AS "verification_status"
FROM (
  SELECT
    "id",
    "patient_id",
    "encounter_id",
    "onset_datetime",
    "system",
    "code",
    "category",
    _3."code" AS "clinical_status",
    unnest(_4_list) AS _4
  FROM (
    SELECT
      "id",
      "patient_id",
      "encounter_id",
      "onset_datetime",
      "system",
      "code",
      _2."code" AS "category",
      _4_list,
      unnest(_3_list) AS _3
    FROM (
      SELECT
        "id",
        "patient_id",
        "encounter_id",
        "onset_datetime",
        _1."system" AS "system",
        _1."code" AS "code",
        _3_list,
        _4_list,
        unnest(_2_list) AS _2
      FROM (
        SELECT
          _r."id" AS "id",
          (CASE WHEN _r."subject"."reference" LIKE 'Patient/_%' AND _r."subject"."reference" NOT LIKE 'Patient/%/%' AND NOT contains(_r."subject"."reference", ' ') THEN substr(_r."subject"."reference", 9) WHEN contains(_r."subject"."reference", 'Patient/') THEN nullif(regexp_extract(_r."subject"."reference", '(?:^|/)Patient/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "patient_id",
          (CASE WHEN _r."encounter"."reference" LIKE 'Encounter/_%' AND _r."encounter"."reference" NOT LIKE 'Encounter/%/%' AND NOT contains(_r."encounter"."reference", ' ') THEN substr(_r."encounter"."reference", 11) WHEN contains(_r."encounter"."reference", 'Encounter/') THEN nullif(regexp_extract(_r."encounter"."reference", '(?:^|/)Encounter/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "encounter_id",
          _r."onsetDateTime" AS "onset_datetime",
          (CASE WHEN len(flatten(list_transform(_r."category", lambda x: x."coding"))) > 0 THEN flatten(list_transform(_r."category", lambda x: x."coding")) ELSE [NULL] END) AS _2_list,
          (CASE WHEN len(_r."clinicalStatus"."coding") > 0 THEN _r."clinicalStatus"."coding" ELSE [NULL] END) AS _3_list,
          (CASE WHEN len(_r."verificationStatus"."coding") > 0 THEN _r."verificationStatus"."coding" ELSE [NULL] END) AS _4_list,
          unnest((CASE WHEN len(_r."code"."coding") > 0 THEN _r."code"."coding" ELSE [NULL] END)) AS _1
        FROM read_json(['data.ndjson'],
          format = 'newline_delimited', maximum_object_size = 16777216,
          columns = {
            'resourceType': 'VARCHAR',
            'id': 'VARCHAR',
            'subject': 'STRUCT("reference" VARCHAR)',
            'encounter': 'STRUCT("reference" VARCHAR)',
            'onsetDateTime': 'VARCHAR',
            'code': 'STRUCT("coding" STRUCT("system" VARCHAR, "code" VARCHAR)[])',
            'category': 'STRUCT("coding" STRUCT("code" VARCHAR)[])[]',
            'clinicalStatus': 'STRUCT("coding" STRUCT("code" VARCHAR)[])',
            'verificationStatus': 'STRUCT("coding" STRUCT("code" VARCHAR)[])'
          }) AS _r
        WHERE _r."resourceType" = 'Condition'
      )
    )
  )
)
