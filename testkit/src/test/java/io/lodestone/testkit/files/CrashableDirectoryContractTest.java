package io.lodestone.testkit.files;

import io.lodestone.storage.Directory;

class CrashableDirectoryContractTest extends DirectoryContract {
  @Override
  protected Directory emptyDirectory() {
    return new CrashableDirectory();
  }
}
