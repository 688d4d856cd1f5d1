/**
 * Work apart from the thread that does it.
 *
 * <p>Everything in the database that runs by itself (the committer, the log's sync, flushes) is an
 * {@link io.lodestone.agent.Agent}: a body without a loop. A running process gives each a thread
 * ({@link io.lodestone.agent.ThreadAgentHost}); a test steps them one at a time from a seed. The
 * idea is that of Agrona's agents.
 */
package io.lodestone.agent;
