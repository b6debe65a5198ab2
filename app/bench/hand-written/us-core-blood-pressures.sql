-- The best that a person wrote for the rows of the view: typed columns, list lambdas, no join.
SELECT id, patient_id, effective_date_time,
  s.valueQuantity.system AS sbp_quantity_system, s.valueQuantity.code AS sbp_quantity_code,
  s.valueQuantity.unit AS sbp_quantity_unit, s.valueQuantity.value AS sbp_quantity_value,
  d.valueQuantity.system AS dbp_quantity_system, d.valueQuantity.code AS dbp_quantity_code,
  d.valueQuantity.unit AS dbp_quantity_unit, d.valueQuantity.value AS dbp_quantity_value
FROM (
  SELECT id, substr(subject.reference, 9) AS patient_id, effectiveDateTime AS effective_date_time,
    list_filter(component, lambda c: len(list_filter(c.code.coding,
      lambda g: g.code = '8480-6' AND g.system = 'http://loinc.org')) > 0)[1] AS s,
    list_filter(component, lambda c: len(list_filter(c.code.coding,
      lambda g: g.code = '8462-4' AND g.system = 'http://loinc.org')) > 0)[1] AS d
  FROM read_json(FILES, format = 'newline_delimited', columns = {
    id: 'VARCHAR', subject: 'STRUCT(reference VARCHAR)', effectiveDateTime: 'VARCHAR',
    code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])',
    component: 'STRUCT(code STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[]), valueQuantity STRUCT(system VARCHAR, code VARCHAR, unit VARCHAR, value DOUBLE))[]'})
  WHERE len(list_filter(code.coding, lambda g: g.code = '55284-4' AND g.system = 'http://loinc.org')) > 0
)
WHERE s IS NOT NULL AND d IS NOT NULL
