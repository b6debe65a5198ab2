-- The queues (platform/jobs/job-queue.ts lists the same names).
select jobs.create_queue(name, '{"policy":"standard","retryLimit":5,"retryDelay":30,"retryBackoff":true,"expireInSeconds":300}')
from unnest(array['close-round', 'remind', 'deliver-answers', 'digest', 'escalate', 'send-mail', 'destroy-keys', 'sweep']) as name;
