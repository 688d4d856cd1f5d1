package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.util.List;

/**
 * Passes everything on to another directory: a base for directories that behave otherwise. Private
 * files are made as all others, so that whoever extends this has one way of making files to
 * override.
 */
public class ForwardingDirectory implements Directory {
  private final Directory disk;

  protected ForwardingDirectory(Directory disk) {
    this.disk = disk;
  }

  /** What a child directory is given out as. */
  protected Directory wrap(Directory child) {
    return new ForwardingDirectory(child);
  }

  @Override
  public List<String> list() throws IOException {
    return disk.list();
  }

  @Override
  public List<String> listDirectories() throws IOException {
    return disk.listDirectories();
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public long size(String name) throws IOException {
    return disk.size(name);
  }

  @Override
  public Directory directory(String name) throws IOException {
    return wrap(disk.directory(name));
  }

  @Override
  public AppendFile create(String name) throws IOException {
    return disk.create(name);
  }

  @Override
  public ReadFile open(String name) throws IOException {
    return disk.open(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    disk.moveTo(name, target instanceof ForwardingDirectory other ? other.disk : target);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    disk.deleteDirectory(name);
  }

  @Override
  public void sync() throws IOException {
    disk.sync();
  }

  @Override
  public long freeBytes() throws IOException {
    return disk.freeBytes();
  }

  @Override
  public long totalBytes() throws IOException {
    return disk.totalBytes();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    return disk.lock(name);
  }

  @Override
  public String toString() {
    return disk.toString();
  }
}
