/**
 * Amazon Timestream's query service: runs statements and hands out their results in pages.
 *
 * <p>It knows how results look on the wire, how long they are kept for their reader, and which
 * error of the language has which name. What a statement means it leaves to {@code sql}; where
 * tables come from, to the engine.
 */
package io.lodestone.server.timestream.query;
