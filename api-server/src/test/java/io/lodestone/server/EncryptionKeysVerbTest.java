package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.AccountId;
import io.lodestone.server.seal.EncryptionKey;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.KeyUnavailableException;
import io.lodestone.storage.crypt.NoSuchKeyException;
import io.lodestone.storage.crypt.WrappedKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption keys by the command line, and what they wrap. */
class EncryptionKeysVerbTest {
  @TempDir private Path folder;

  private ProcessFixture run(int exit, String... args) {
    ProcessFixture process = new ProcessFixture();
    String[] all = new String[args.length + 3];
    all[0] = "keys";
    all[1] = "encryption";
    System.arraycopy(args, 0, all, 2, args.length);
    all[all.length - 1] = "--data-dir=" + folder.resolve("data");
    assertEquals(exit, process.run(all), process.err());
    return process;
  }

  private String create(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "create";
    System.arraycopy(args, 0, all, 1, args.length);
    String first = run(0, all).out().lines().findFirst().orElseThrow();
    return first.substring("key id".length()).strip();
  }

  private EncryptionKeyFile keys() throws Exception {
    ProcessFixture process = new ProcessFixture();
    ServerFiles files =
        new ServerFiles(
            FileSystemDirectory.open(folder.resolve("data")), process.process().random());
    return new EncryptionKeyFile(
        files,
        new MasterKeyFile(files, Optional.empty(), process.process().random()),
        new AccountId("000000000000"),
        process.process().random());
  }

  @Test
  void aKeyIsFoundByEveryNameOfIt() throws Exception {
    String id = create("--alias=alias/plant");
    EncryptionKeyFile keys = keys();
    for (String name :
        new String[] {
          id,
          "alias/plant",
          "arn:aws:kms:eu-west-1:000000000000:key/" + id,
          "arn:aws:kms:us-east-1:000000000000:alias/plant"
        }) {
      assertEquals(id, keys.encryptionKeyId(name), name);
    }
    for (String name :
        new String[] {
          "alias/other", "plant", "arn:aws:kms:us-east-1:111111111111:key/" + id, "", id + "0"
        }) {
      assertThrows(NoSuchKeyException.class, () -> keys.encryptionKeyId(name), name);
    }
  }

  @Test
  void whatAKeyWrapsOnlyItUnwraps() throws Exception {
    create("--alias=alias/a");
    create("--alias=alias/b");
    DataKey key = DataKey.draw(new SplittableRandom(1));
    WrappedKey wrapped = keys().wrap(key, "alias/a");
    assertArrayEquals(key.bytes(), keys().unwrap(wrapped).bytes());
    WrappedKey foreign = new WrappedKey(keys().encryptionKeyId("alias/b"), wrapped.bytes());
    KeyUnavailableException refused =
        assertThrows(KeyUnavailableException.class, () -> keys().unwrap(foreign));
    assertTrue(refused.getMessage().contains("not the one that wrapped"), refused.getMessage());
    Files.delete(folder.resolve("data/server/encryption-keys"));
    refused = assertThrows(KeyUnavailableException.class, () -> keys().unwrap(wrapped));
    assertTrue(refused.getMessage().contains(wrapped.encryptionKeyId()), refused.getMessage());
  }

  @Test
  void anotherMasterKeyOpensNone() throws Exception {
    String id = create();
    Files.writeString(folder.resolve("data/server/master-key"), "0".repeat(64));
    NoSuchKeyException refused =
        assertThrows(NoSuchKeyException.class, () -> keys().encryptionKeyId(id));
    assertTrue(refused.getMessage().contains("another master key"), refused.getMessage());
  }

  @Test
  void noMasterKeyIsMadeWhileKeysWaitForAnother() throws Exception {
    create();
    Path master = folder.resolve("data/server/master-key");
    Files.delete(master);
    assertTrue(run(1, "create").err().contains("master-key is missing"));
    assertFalse(Files.exists(master));
  }

  @Test
  void aliasesMoveAndListShowsNoSecrets() throws Exception {
    String first = create("--alias=alias/plant");
    String second = create();
    assertNotEquals(first, second);
    run(0, "alias", "alias/plant", second);
    assertEquals(second, keys().encryptionKeyId("alias/plant"));
    for (ProcessFixture list : new ProcessFixture[] {run(0, "list"), run(0, "list", "--json")}) {
      for (EncryptionKey key : keys().read().all()) {
        assertTrue(list.out().contains(key.id()), list.out());
        assertFalse(list.out().contains(key.key().text().strip()), list.out());
      }
      assertTrue(list.out().contains("alias/plant"), list.out());
    }
    String file = Files.readString(folder.resolve("data/server/encryption-keys"));
    for (EncryptionKey key : keys().read().all()) {
      assertFalse(file.contains(key.key().text().strip()));
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    String id = create();
    assertTrue(run(1, "alias", "plant", id).err().contains("an alias is alias/"));
    assertTrue(run(1, "alias", "alias/aws/x", id).err().contains("an alias is alias/"));
    assertTrue(run(1, "alias", "alias/x", "nobody").err().contains("no encryption key nobody"));
    run(2, "alias", "alias/x");
    run(2);
  }
}
