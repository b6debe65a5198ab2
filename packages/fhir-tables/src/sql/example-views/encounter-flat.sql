SELECT
  "id",
  "status",
  "patient_id",
  "service_org_id",
  "period_start",
  "period_end",
  "EpisodeOfCareId",
  "type_sys",
  "type_code",
  "practitioner_id",
  (CASE WHEN _4."location"."reference" LIKE 'Location/_%' AND _4."location"."reference" NOT LIKE 'Location/%/%' AND NOT contains(_4."location"."reference", ' ') THEN substr(_4."location"."reference", 10) WHEN contains(_4."location"."reference", 'Location/') THEN nullif(regexp_extract(_4."location"."reference", '(?:^|/)Location/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "location_id"
FROM (
  SELECT
    "id",
    "status",
    "patient_id",
    "service_org_id",
    "period_start",
    "period_end",
    "EpisodeOfCareId",
    "type_sys",
    "type_code",
    (CASE WHEN _3."individual"."reference" LIKE 'Practitioner/_%' AND _3."individual"."reference" NOT LIKE 'Practitioner/%/%' AND NOT contains(_3."individual"."reference", ' ') THEN substr(_3."individual"."reference", 14) WHEN contains(_3."individual"."reference", 'Practitioner/') THEN nullif(regexp_extract(_3."individual"."reference", '(?:^|/)Practitioner/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "practitioner_id",
    unnest(_4_list) AS _4
  FROM (
    SELECT
      "id",
      "status",
      "patient_id",
      "service_org_id",
      "period_start",
      "period_end",
      "EpisodeOfCareId",
      _2."system" AS "type_sys",
      _2."code" AS "type_code",
      _4_list,
      unnest(_3_list) AS _3
    FROM (
      SELECT
        _r."id" AS "id",
        _r."status" AS "status",
        (CASE WHEN _r."subject"."reference" LIKE 'Patient/_%' AND _r."subject"."reference" NOT LIKE 'Patient/%/%' AND NOT contains(_r."subject"."reference", ' ') THEN substr(_r."subject"."reference", 9) WHEN contains(_r."subject"."reference", 'Patient/') THEN nullif(regexp_extract(_r."subject"."reference", '(?:^|/)Patient/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "patient_id",
        (CASE WHEN _r."serviceProvider"."reference" LIKE 'Organization/_%' AND _r."serviceProvider"."reference" NOT LIKE 'Organization/%/%' AND NOT contains(_r."serviceProvider"."reference", ' ') THEN substr(_r."serviceProvider"."reference", 14) WHEN contains(_r."serviceProvider"."reference", 'Organization/') THEN nullif(regexp_extract(_r."serviceProvider"."reference", '(?:^|/)Organization/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END) AS "service_org_id",
        _r."period"."start" AS "period_start",
        _r."period"."end" AS "period_end",
        (CASE WHEN len(list_filter(list_transform(list_filter(list_transform(_r."episodeOfCare", lambda x: x."reference"), lambda x: x IS NOT NULL), lambda _1: (CASE WHEN _1 LIKE 'EpisodeOfCare/_%' AND _1 NOT LIKE 'EpisodeOfCare/%/%' AND NOT contains(_1, ' ') THEN substr(_1, 15) WHEN contains(_1, 'EpisodeOfCare/') THEN nullif(regexp_extract(_1, '(?:^|/)EpisodeOfCare/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END)), lambda x: x IS NOT NULL)) > 1 THEN error('$.select[0].column[6].path: expected at most one value, found ' || len(list_filter(list_transform(list_filter(list_transform(_r."episodeOfCare", lambda x: x."reference"), lambda x: x IS NOT NULL), lambda _1: (CASE WHEN _1 LIKE 'EpisodeOfCare/_%' AND _1 NOT LIKE 'EpisodeOfCare/%/%' AND NOT contains(_1, ' ') THEN substr(_1, 15) WHEN contains(_1, 'EpisodeOfCare/') THEN nullif(regexp_extract(_1, '(?:^|/)EpisodeOfCare/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END)), lambda x: x IS NOT NULL))) ELSE list_filter(list_transform(list_filter(list_transform(_r."episodeOfCare", lambda x: x."reference"), lambda x: x IS NOT NULL), lambda _1: (CASE WHEN _1 LIKE 'EpisodeOfCare/_%' AND _1 NOT LIKE 'EpisodeOfCare/%/%' AND NOT contains(_1, ' ') THEN substr(_1, 15) WHEN contains(_1, 'EpisodeOfCare/') THEN nullif(regexp_extract(_1, '(?:^|/)EpisodeOfCare/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?$', 1), '') END)), lambda x: x IS NOT NULL)[1] END) AS "EpisodeOfCareId",
        (CASE WHEN len(_r."participant") > 0 THEN _r."participant" ELSE [NULL] END) AS _3_list,
        (CASE WHEN len(_r."location") > 0 THEN _r."location" ELSE [NULL] END) AS _4_list,
        unnest((CASE WHEN len(flatten(list_transform(_r."type", lambda x: x."coding"))) > 0 THEN flatten(list_transform(_r."type", lambda x: x."coding")) ELSE [NULL] END)) AS _2
      FROM read_json(['data.ndjson'],
        format = 'newline_delimited', maximum_object_size = 16777216,
        columns = {
          'resourceType': 'VARCHAR',
          'id': 'VARCHAR',
          'status': 'VARCHAR',
          'subject': 'STRUCT("reference" VARCHAR)',
          'serviceProvider': 'STRUCT("reference" VARCHAR)',
          'period': 'STRUCT("start" VARCHAR, "end" VARCHAR)',
          'episodeOfCare': 'STRUCT("reference" VARCHAR)[]',
          'type': 'STRUCT("coding" STRUCT("system" VARCHAR, "code" VARCHAR)[])[]',
          'participant': 'STRUCT("individual" STRUCT("reference" VARCHAR))[]',
          'location': 'STRUCT("location" STRUCT("reference" VARCHAR))[]'
        }) AS _r
      WHERE _r."resourceType" = 'Encounter'
    )
  )
)
