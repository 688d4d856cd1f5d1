package io.lodestone.storage;

import java.io.IOException;
import java.util.List;

/**
 * A folder of files, seen by name. The whole database lives in one of these and its children.
 *
 * <p>What an implementation owes:
 *
 * <ul>
 *   <li>File content is durable only after {@link AppendFile#sync()}; a name's creation, renaming
 *       or deletion only after {@link #sync()} of its directory. A crash before may keep or lose
 *       each on its own.
 *   <li>{@link #rename} replaces its target atomically: at every moment, and after every crash, the
 *       target name stands for the whole old file or the whole new one.
 *   <li>A name is one path segment of {@code [A-Za-z0-9._-]}, neither {@code .} nor {@code ..};
 *       anything else is an {@link IllegalArgumentException}. User-chosen names never become file
 *       names.
 *   <li>No call is ever interrupted half-way: threads that do I/O are not interrupted (an interrupt
 *       closes the channel for everybody).
 * </ul>
 *
 * Safe for use by several threads.
 */
public interface Directory {
  /** Names of the files here, in ascending order; child directories are not among them. */
  List<String> list() throws IOException;

  /** Names of the child directories, in ascending order. */
  List<String> listDirectories() throws IOException;

  /** Whether a file of this name exists. */
  boolean exists(String name) throws IOException;

  /** The size of a file in bytes. */
  long size(String name) throws IOException;

  /** A child directory, created when absent (durable only after {@link #sync()} of this one). */
  Directory directory(String name) throws IOException;

  /**
   * Makes a new, empty file.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the name is taken
   */
  AppendFile create(String name) throws IOException;

  /**
   * Makes a new, empty file that only this process's user may read, on disks that know users; on
   * others it is {@link #create}. For secrets: the file is never there with wider rights, not even
   * for a moment.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the name is taken
   */
  default AppendFile createPrivate(String name) throws IOException {
    return create(name);
  }

  /**
   * Opens an existing file for reading.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  ReadFile open(String name) throws IOException;

  /** Moves a file to another name of this directory, replacing what stands there. */
  void rename(String from, String to) throws IOException;

  /**
   * Moves a file to the same name in another directory of the same disk, for quarantine; fails when
   * that name is taken.
   */
  void moveTo(String name, Directory target) throws IOException;

  /**
   * Removes a file; that it does not exist is not an error. A file still open for reading stays
   * readable.
   */
  void delete(String name) throws IOException;

  /** Removes an empty child directory; that it does not exist is not an error. */
  void deleteDirectory(String name) throws IOException;

  /** Makes every creation, renaming and deletion here durable. */
  void sync() throws IOException;

  /** Bytes the disk has left for this process. */
  long freeBytes() throws IOException;

  /** Bytes the disk has in all, used or free. */
  long totalBytes() throws IOException;

  /**
   * Takes the lock file of this name for this process.
   *
   * @param name of the lock file, created when absent
   * @throws DirectoryLockedException when another process, or another holder in this one, has it
   */
  DirectoryLock lock(String name) throws IOException;

  /** How messages name this directory. */
  @Override
  String toString();
}
