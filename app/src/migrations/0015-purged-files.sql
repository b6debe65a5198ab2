-- When a version's file was removed because it could have identified a patient.
alter table object_version add purged_at timestamptz;
