/**
 * When something is to happen again and again: the cron and rate expressions of AWS, in UTC. Pure:
 * it is told an instant and tells the next one. It refuses to know what happens then.
 */
package io.lodestone.server.schedule;
