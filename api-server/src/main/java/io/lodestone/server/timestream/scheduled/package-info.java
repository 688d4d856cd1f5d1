/**
 * Scheduled queries of Amazon Timestream: a statement that runs again and again and whose rows
 * become points of another table. Their operations, their definitions and what is remembered of
 * their runs, the way from a row to a point, and what is told to those who wait for a run. When a
 * query is due is told by {@code server.schedule}, on which thread it runs by {@code server.jobs}.
 */
package io.lodestone.server.timestream.scheduled;
