-- The best that a person wrote for the rows of the view: one unnest in each SELECT, no join.
SELECT id, patient_id, encounter_id, onset_datetime, c.system AS system, c.code AS code, g.code AS category,
  s.code AS clinical_status, unnest(verification).code AS verification_status
FROM (
  SELECT *, unnest(clinical) AS s
  FROM (
    SELECT *, unnest(categories) AS g
    FROM (
      SELECT id, substr(subject.reference, 9) AS patient_id, substr(encounter.reference, 11) AS encounter_id,
        onsetDateTime AS onset_datetime,
        unnest(CASE WHEN len(code.coding) > 0 THEN code.coding ELSE [NULL] END) AS c,
        CASE WHEN len(category) > 0 THEN flatten(list_transform(category, lambda x: x.coding)) ELSE [NULL] END AS categories,
        CASE WHEN len(clinicalStatus.coding) > 0 THEN clinicalStatus.coding ELSE [NULL] END AS clinical,
        CASE WHEN len(verificationStatus.coding) > 0 THEN verificationStatus.coding ELSE [NULL] END AS verification
      FROM read_json(FILES, format = 'newline_delimited', columns = {
        id: 'VARCHAR', subject: 'STRUCT(reference VARCHAR)', encounter: 'STRUCT(reference VARCHAR)',
        onsetDateTime: 'VARCHAR', code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])',
        category: 'STRUCT(coding STRUCT(code VARCHAR)[])[]',
        clinicalStatus: 'STRUCT(coding STRUCT(code VARCHAR)[])',
        verificationStatus: 'STRUCT(coding STRUCT(code VARCHAR)[])'})
    )
  )
)
