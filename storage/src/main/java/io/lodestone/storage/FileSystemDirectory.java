package io.lodestone.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A directory of the file system.
 *
 * <p>Made for POSIX systems, where a directory can be synced like a file. Files whose names are not
 * valid here (see {@link FileNames}) are not seen.
 */
public final class FileSystemDirectory implements Directory {
  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path path;

  private FileSystemDirectory(Path path) {
    this.path = path;
  }

  /** The directory at this path, made with its parents when absent. */
  public static FileSystemDirectory open(Path path) throws IOException {
    return new FileSystemDirectory(Files.createDirectories(path).toRealPath());
  }

  @Override
  public List<String> list() throws IOException {
    return names(Files::isRegularFile);
  }

  @Override
  public List<String> listDirectories() throws IOException {
    return names(Files::isDirectory);
  }

  private List<String> names(Predicate<Path> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (FileNames.isValid(name) && wanted.test(entry)) {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  @Override
  public boolean exists(String name) {
    return Files.isRegularFile(resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(resolve(name));
  }

  @Override
  public Directory directory(String name) throws IOException {
    Path child = resolve(name);
    try {
      Files.createDirectory(child);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(child)) {
        throw new NotDirectoryException(child.toString());
      }
    } catch (IOException e) {
      throw FileSystemFailure.named(child, e);
    }
    return new FileSystemDirectory(child);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    return create(resolve(name));
  }

  @Override
  public AppendFile createPrivate(String name) throws IOException {
    Path file = resolve(name);
    return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)
        ? create(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : create(file);
  }

  private static AppendFile create(Path file, FileAttribute<?>... attributes) throws IOException {
    try {
      return new FileSystemAppendFile(file, FileChannel.open(file, NEW_FILE, attributes));
    } catch (IOException e) {
      throw FileSystemFailure.named(file, e);
    }
  }

  @Override
  public ReadFile open(String name) throws IOException {
    Path file = resolve(name);
    return new FileSystemReadFile(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    if (!(target instanceof FileSystemDirectory other)) {
      throw new IllegalArgumentException(target + " is not on the disk of " + this);
    }
    Path to = other.resolve(name);
    // An atomic move replaces; nobody but the lock's holder puts files here, so looking is enough.
    if (Files.exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(resolve(name), to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(resolve(name));
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    Files.deleteIfExists(resolve(name));
  }

  @Override
  public void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw FileSystemFailure.named(path, e);
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  @Override
  public long totalBytes() throws IOException {
    return Files.getFileStore(path).getTotalSpace();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    return FileSystemLock.take(path, resolve(name));
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private Path resolve(String name) {
    return path.resolve(FileNames.require(name));
  }
}
