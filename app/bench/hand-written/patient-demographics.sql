-- The best that a person wrote for the rows of the view: the one name by a list lambda, no unnest.
SELECT id, gender, array_to_string(n.given, ' ') AS given_name, n.family AS family_name
FROM (
  SELECT id, gender, list_filter(name, lambda x: x.use = 'official')[1] AS n
  FROM read_json(FILES, format = 'newline_delimited', columns = {
    id: 'VARCHAR', gender: 'VARCHAR', name: 'STRUCT(use VARCHAR, family VARCHAR, given VARCHAR[])[]'})
)
WHERE n IS NOT NULL
