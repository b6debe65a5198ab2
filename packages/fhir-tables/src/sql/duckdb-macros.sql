-- The value of a primitive in what was read of it.

CREATE OR REPLACE TEMP MACRO fhir_boolean(b) AS
  CASE WHEN b IS NULL THEN CAST(NULL AS BOOLEAN) WHEN b = 'true' THEN true WHEN b = 'false' THEN false
    ELSE error('expected true or false, found ' || b) END;

-- DuckDB reads NaN and Infinity, with or without quotes.
CREATE OR REPLACE TEMP MACRO fhir_decimal(d) AS
  CASE WHEN d IS NULL OR isfinite(CAST(d AS DOUBLE)) THEN CAST(d AS DOUBLE) ELSE error('expected a number, found ' || d) END;

CREATE OR REPLACE TEMP MACRO fhir_integer(i) AS
  CASE WHEN i IS NULL THEN CAST(NULL AS INTEGER) WHEN CAST(i AS DOUBLE) = trunc(CAST(i AS DOUBLE))
    THEN coalesce(TRY_CAST(CAST(i AS DOUBLE) AS INTEGER), error('expected a whole number of 32 bits, found ' || i))
    ELSE error('expected a whole number, found ' || i) END;

-- Whether each of these paths of a resource, where it is there, has the shape that FHIR gives it: ARRAY, OBJECT, or
-- '' for one value. What is misshapen is looked for by type alone: a lambda that holds the JSON took twice the time.

CREATE OR REPLACE TEMP MACRO fhir_misshapen(json, paths, shapes) AS
  list_transform(list_zip(json_type(json, paths), shapes), lambda z:
    (z[1] IN ('ARRAY', 'OBJECT') AND z[1] <> z[2]) OR (z[1] NOT IN ('ARRAY', 'OBJECT', 'NULL') AND z[2] <> ''));

CREATE OR REPLACE TEMP MACRO fhir_misshapen_at(json, path, shape, found) AS
  error('expected ' || CASE shape WHEN 'ARRAY' THEN 'a list' WHEN 'OBJECT' THEN 'an object' ELSE 'one value' END || ' at ' || path
    || ', found ' || found || coalesce(' in the resource ' || json_extract_string(json, '$.id'), ''));

CREATE OR REPLACE TEMP MACRO fhir_shaped(json, paths, shapes) AS
  CASE WHEN list_contains(fhir_misshapen(json, paths, shapes), true)
    THEN fhir_misshapen_at(json, paths[list_position(fhir_misshapen(json, paths, shapes), true)], shapes[list_position(fhir_misshapen(json, paths, shapes), true)],
      json_extract(json, paths[list_position(fhir_misshapen(json, paths, shapes), true)]))
    ELSE true END;

-- The same for every value at one path with a star.

CREATE OR REPLACE TEMP MACRO fhir_each_misshapen(json, path, shape) AS
  list_transform(json_type(json, path), lambda t:
    (t IN ('ARRAY', 'OBJECT') AND t <> shape) OR (t NOT IN ('ARRAY', 'OBJECT', 'NULL') AND shape <> ''));

CREATE OR REPLACE TEMP MACRO fhir_each_shaped(json, path, shape) AS
  CASE WHEN list_contains(fhir_each_misshapen(json, path, shape), true)
    THEN fhir_misshapen_at(json, path, shape, json_extract(json, path)[list_position(fhir_each_misshapen(json, path, shape), true)])
    ELSE true END;

-- What FHIRPath knows of partial dates and times, for DuckDB. A date stands for the time from its first instant to
-- the instant after its last; one without a zone is taken as UTC, and a leap second as the one before. One with seconds
-- stands for itself alone, so the instant after it is the next that DuckDB tells apart.

CREATE OR REPLACE TEMP MACRO fhir_zone(d) AS regexp_extract(d, '(Z|[+-]\d\d:\d\d)$');

CREATE OR REPLACE TEMP MACRO fhir_clock(d) AS regexp_extract(d, 'T(\d\d(:\d\d(:\d\d(\.\d+)?)?)?)', 1);

CREATE OR REPLACE TEMP MACRO fhir_date_from(d) AS
  CAST(CASE len(d) WHEN 4 THEN d || '-01-01 00:00:00+00' WHEN 7 THEN d || '-01 00:00:00+00' WHEN 10 THEN d || ' 00:00:00+00'
    ELSE substr(d, 1, 10) || ' ' || replace(fhir_clock(d), ':60', ':59') || CASE len(fhir_clock(d)) WHEN 2 THEN ':00:00' WHEN 5 THEN ':00' ELSE '' END
      || coalesce(nullif(fhir_zone(d), ''), '+00') END AS TIMESTAMPTZ);

CREATE OR REPLACE TEMP MACRO fhir_date_step(d) AS
  CASE WHEN len(d) = 4 THEN INTERVAL 1 YEAR WHEN len(d) = 7 THEN INTERVAL 1 MONTH WHEN len(d) = 10 THEN INTERVAL 1 DAY
    WHEN regexp_matches(d, '^.{10}T\d\d(Z|[+-]|$)') THEN INTERVAL 1 HOUR
    WHEN regexp_matches(d, '^.{10}T\d\d:\d\d(Z|[+-]|$)') THEN INTERVAL 1 MINUTE ELSE INTERVAL 1 MICROSECOND END;

CREATE OR REPLACE TEMP MACRO fhir_date_to(d) AS fhir_date_from(d) + fhir_date_step(d);

CREATE OR REPLACE TEMP MACRO fhir_date_same(a, b) AS
  CASE WHEN fhir_date_step(a) = fhir_date_step(b) THEN fhir_date_from(a) = fhir_date_from(b)
    WHEN fhir_date_to(a) <= fhir_date_from(b) OR fhir_date_to(b) <= fhir_date_from(a) THEN false END;

CREATE OR REPLACE TEMP MACRO fhir_date_before(a, b) AS
  CASE WHEN fhir_date_step(a) = fhir_date_step(b) THEN fhir_date_from(a) < fhir_date_from(b)
    WHEN fhir_date_to(a) <= fhir_date_from(b) THEN true WHEN fhir_date_to(b) <= fhir_date_from(a) THEN false END;

CREATE OR REPLACE TEMP MACRO fhir_date_not_after(a, b) AS
  CASE WHEN fhir_date_step(a) = fhir_date_step(b) THEN fhir_date_from(a) <= fhir_date_from(b)
    WHEN fhir_date_to(a) <= fhir_date_from(b) THEN true WHEN fhir_date_to(b) <= fhir_date_from(a) THEN false END;

CREATE OR REPLACE TEMP MACRO fhir_date_after(a, b) AS fhir_date_before(b, a);

CREATE OR REPLACE TEMP MACRO fhir_date_not_before(a, b) AS fhir_date_not_after(b, a);

-- 12, 12:30 and 12:30:00 are times of three precisions; a fraction makes no fourth.

CREATE OR REPLACE TEMP MACRO fhir_time_from(t) AS
  CAST('1970-01-01 ' || CASE len(t) WHEN 2 THEN t || ':00:00' WHEN 5 THEN t || ':00' ELSE replace(t, ':60', ':59') END AS TIMESTAMP);

CREATE OR REPLACE TEMP MACRO fhir_time_step(t) AS
  CASE len(t) WHEN 2 THEN INTERVAL 1 HOUR WHEN 5 THEN INTERVAL 1 MINUTE ELSE INTERVAL 1 MICROSECOND END;

CREATE OR REPLACE TEMP MACRO fhir_time_to(t) AS fhir_time_from(t) + fhir_time_step(t);

CREATE OR REPLACE TEMP MACRO fhir_time_same(a, b) AS
  CASE WHEN fhir_time_step(a) = fhir_time_step(b) THEN fhir_time_from(a) = fhir_time_from(b)
    WHEN fhir_time_to(a) <= fhir_time_from(b) OR fhir_time_to(b) <= fhir_time_from(a) THEN false END;

CREATE OR REPLACE TEMP MACRO fhir_time_before(a, b) AS
  CASE WHEN fhir_time_step(a) = fhir_time_step(b) THEN fhir_time_from(a) < fhir_time_from(b)
    WHEN fhir_time_to(a) <= fhir_time_from(b) THEN true WHEN fhir_time_to(b) <= fhir_time_from(a) THEN false END;

CREATE OR REPLACE TEMP MACRO fhir_time_not_after(a, b) AS
  CASE WHEN fhir_time_step(a) = fhir_time_step(b) THEN fhir_time_from(a) <= fhir_time_from(b)
    WHEN fhir_time_to(a) <= fhir_time_from(b) THEN true WHEN fhir_time_to(b) <= fhir_time_from(a) THEN false END;

CREATE OR REPLACE TEMP MACRO fhir_time_after(a, b) AS fhir_time_before(b, a);

CREATE OR REPLACE TEMP MACRO fhir_time_not_before(a, b) AS fhir_time_not_after(b, a);

-- lowBoundary() and highBoundary(). A decimal of n digits after the point stands for the interval of half a unit of
-- the last of them to both sides. Small ones come with an exponent.

CREATE OR REPLACE TEMP MACRO fhir_places(d) AS
  len(regexp_extract(d, '\.(\d+)', 1)) + coalesce(TRY_CAST(regexp_extract(d, '[eE]-(\d+)$', 1) AS INTEGER), 0);

CREATE OR REPLACE TEMP MACRO fhir_half_unit(d) AS 0.5 / pow(10, fhir_places(d));

CREATE OR REPLACE TEMP MACRO fhir_low_decimal(d) AS
  round(CAST(d AS DOUBLE) - fhir_half_unit(d), CAST(1 + fhir_places(d) AS INTEGER));

CREATE OR REPLACE TEMP MACRO fhir_high_decimal(d) AS
  round(CAST(d AS DOUBLE) + fhir_half_unit(d), CAST(1 + fhir_places(d) AS INTEGER));

CREATE OR REPLACE TEMP MACRO fhir_low_date(d) AS d || CASE len(d) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END;

CREATE OR REPLACE TEMP MACRO fhir_high_date(d) AS
  CASE len(d) WHEN 4 THEN d || '-12-31' WHEN 7 THEN strftime(last_day(CAST(d || '-01' AS DATE)), '%Y-%m-%d') ELSE d END;

CREATE OR REPLACE TEMP MACRO fhir_low_time(t) AS
  CASE len(t) WHEN 2 THEN t || ':00:00.000' WHEN 5 THEN t || ':00.000' WHEN 8 THEN t || '.000' ELSE rpad(t, greatest(len(t), 12)::INTEGER, '0') END;

CREATE OR REPLACE TEMP MACRO fhir_high_time(t) AS
  CASE len(t) WHEN 2 THEN t || ':59:59.999' WHEN 5 THEN t || ':59.999' WHEN 8 THEN t || '.999' ELSE rpad(t, greatest(len(t), 12)::INTEGER, '9') END;

CREATE OR REPLACE TEMP MACRO fhir_low_datetime(d) AS
  CASE WHEN len(d) <= 10 THEN fhir_low_date(d) || 'T00:00:00.000+14:00'
    ELSE substr(d, 1, 11) || fhir_low_time(fhir_clock(d)) || coalesce(nullif(fhir_zone(d), ''), '+14:00') END;

CREATE OR REPLACE TEMP MACRO fhir_high_datetime(d) AS
  CASE WHEN len(d) <= 10 THEN fhir_high_date(d) || 'T23:59:59.999-12:00'
    ELSE substr(d, 1, 11) || fhir_high_time(fhir_clock(d)) || coalesce(nullif(fhir_zone(d), ''), '-12:00') END;
