/**
 * Frames: checksummed envelopes around opaque bytes, one after the other in a file.
 *
 * <p>One writer and one reader for everything that is a log: the write-ahead log, its live tail,
 * the offline check, and any other file that grows by whole frames, such as a manifest. What the
 * reader calls corrupt is corrupt for all of them. Knows no file names and no policy: what to do
 * about a torn tail is the caller's affair.
 */
package io.lodestone.wal.frame;
