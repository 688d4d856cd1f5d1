/**
 * The change feed: every accepted change of a table with a stream, once, in the order of commit,
 * for a day. Follows the log under a lease, keeps what it has read in files of its own, and reads
 * both for whoever asks. Knows frames and journal entries; refuses to know how a change looks on a
 * wire, and what a table holds now.
 */
package io.lodestone.engine.feed;
