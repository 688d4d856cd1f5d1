package io.lodestone.testkit.files;

import io.lodestone.storage.Directory;

/** The wrappers change nothing while nothing fails. */
class WrappedDirectoryContractTest extends DirectoryContract {
  @Override
  protected Directory emptyDirectory() {
    return new LeakCheckingDirectory(new FaultyDirectory(new CrashableDirectory(), new Faults()));
  }
}
