package io.lodestone.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.auth.AccountId;
import io.lodestone.server.seal.EncryptionKey;
import io.lodestone.server.seal.EncryptionKeys;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Makes, lists and names the keys that {@code KmsKeyId} names, while a server runs or not. None is
 * ever deleted: what a key has wrapped is lost without it.
 */
final class EncryptionKeysVerb {
  private final ServerProcess process;
  private final EncryptionKeyFile file;
  private final AccountId account;
  private final boolean json;

  EncryptionKeysVerb(ServerProcess process, Configuration configuration, boolean json)
      throws IOException {
    ServerFiles files =
        new ServerFiles(
            FileSystemDirectory.open(configuration.get(Keys.DATA_DIR)), process.random());
    this.process = process;
    this.account = configuration.get(Keys.ACCOUNT_ID);
    this.file =
        new EncryptionKeyFile(
            files,
            new MasterKeyFile(files, configuration.get(Keys.MASTER_KEY_FILE), process.random()),
            account,
            process.random());
    this.json = json;
  }

  /**
   * Makes a key and prints what names it.
   *
   * @param alias a name for it; none when empty
   */
  int create(Optional<String> alias) throws IOException {
    EncryptionKey made =
        EncryptionKey.generate(
            process.clock().instant().truncatedTo(ChronoUnit.SECONDS), process.random());
    EncryptionKeys keys =
        file.change(
            present ->
                alias
                    .map(name -> present.with(made).with(name, made.id()))
                    .orElseGet(() -> present.with(made)));
    print(keys.find(made.id(), account.digits()).orElseThrow());
    return 0;
  }

  int list() throws IOException {
    List<EncryptionKey> keys = file.read().all();
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            out.writeArrayFieldStart("keys");
            for (EncryptionKey key : keys) {
              out.writeStartObject();
              write(key, out);
              out.writeEndObject();
            }
            out.writeEndArray();
          });
      return 0;
    }
    for (EncryptionKey key : keys) {
      process
          .out()
          .println(
              key.id()
                  + ", made "
                  + key.created()
                  + (key.aliases().isEmpty() ? "" : ", " + String.join(" ", key.aliases())));
    }
    return 0;
  }

  /** Lets a name stand for a key from now on. */
  int alias(String alias, String id) throws IOException {
    file.change(keys -> keys.with(alias, id));
    return 0;
  }

  private void print(EncryptionKey key) throws IOException {
    if (json) {
      JsonPrinter.print(process.out(), out -> write(key, out));
      return;
    }
    process.out().println("key id  " + key.id());
    process.out().println("arn     " + arn(key));
    key.aliases().forEach(alias -> process.out().println("alias   " + alias));
  }

  private void write(EncryptionKey key, JsonGenerator out) throws IOException {
    out.writeStringField("id", key.id());
    out.writeStringField("arn", arn(key));
    out.writeStringField("created", key.created().toString());
    out.writeArrayFieldStart("aliases");
    for (String alias : key.aliases()) {
      out.writeString(alias);
    }
    out.writeEndArray();
  }

  /** Any region is taken for this one. */
  private String arn(EncryptionKey key) {
    return "arn:aws:kms:us-east-1:" + account + ":key/" + key.id();
  }
}
