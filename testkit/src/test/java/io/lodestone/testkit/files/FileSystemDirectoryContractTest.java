package io.lodestone.testkit.files;

import io.lodestone.storage.Directory;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileSystemDirectoryContractTest extends DirectoryContract {
  @TempDir private Path path;

  @Override
  protected Directory emptyDirectory() throws IOException {
    return FileSystemDirectory.open(path);
  }
}
