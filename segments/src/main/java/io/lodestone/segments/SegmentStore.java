package io.lodestone.segments;

import java.io.IOException;
import java.util.List;

/**
 * Where segments lie: written once under a new number, read, listed, deleted. A directory locally;
 * an object store may stand behind it elsewhere. Safe for several threads.
 */
public interface SegmentStore {
  /**
   * Starts a new segment object. Nothing can be opened under the number before {@link
   * SegmentSink#commit()}.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the number is taken: numbers are never
   *     used twice
   */
  SegmentSink create(SegmentId id) throws IOException;

  /**
   * Opens a segment object for reading.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  SegmentRegion open(SegmentId id) throws IOException;

  /** All committed segments in ascending order. */
  List<SegmentId> list() throws IOException;

  /** The size of a committed segment in bytes. */
  long size(SegmentId id) throws IOException;

  /**
   * Removes a segment; that it does not exist is not an error. Regions that are open stay readable.
   */
  void delete(SegmentId id) throws IOException;

  /** Takes a segment out of the store without destroying it, for people to look at. */
  void quarantine(SegmentId id) throws IOException;

  /**
   * The highest number that any object here ever had as far as can be told, those in quarantine
   * included; 0 when there is none.
   */
  long lastId() throws IOException;

  /** Removes what writers left behind that never committed. Called at start, before any writer. */
  void deleteUncommitted() throws IOException;
}
