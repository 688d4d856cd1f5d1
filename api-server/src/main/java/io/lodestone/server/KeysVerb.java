package io.lodestone.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.auth.AccessKey;
import io.lodestone.server.auth.AccessKeys;
import io.lodestone.server.auth.Credentials;
import io.lodestone.server.policy.InvalidPolicyException;
import io.lodestone.server.policy.Policy;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes, lists, restricts, exchanges and deletes access keys, while a server runs or not: one that
 * runs takes the change over within a second or two.
 */
final class KeysVerb {
  private static final String EVERYTHING = "everything";

  private final ServerProcess process;
  private final AccessKeyFile file;
  private final boolean json;

  KeysVerb(ServerProcess process, Configuration configuration, boolean json) throws IOException {
    this.process = process;
    ServerFiles files =
        new ServerFiles(
            FileSystemDirectory.open(configuration.get(Keys.DATA_DIR)), process.random());
    this.file =
        new AccessKeyFile(
            files,
            new MasterKeyFile(files, configuration.get(Keys.MASTER_KEY_FILE), process.random()),
            process);
    this.json = json;
  }

  /**
   * What a new key is to be.
   *
   * @param user whose it is; named like the key when empty
   * @param policy a file with what it may do; everything when empty
   * @param lifetime of a temporary key; it never expires when empty
   * @param id one that clients have already; a new one when empty
   * @param secretFile a file with the secret of that id
   */
  record Wish(
      Optional<String> user,
      Optional<Path> policy,
      Optional<Duration> lifetime,
      Optional<String> id,
      Optional<Path> secretFile) {}

  int create(Wish wish) throws IOException {
    if (wish.id().isPresent() != wish.secretFile().isPresent()) {
      throw new UsageException("--id and --secret-file go together, and one of them is missing");
    }
    Optional<Policy> policy = policy(wish.policy());
    Credentials credentials =
        wish.id().isPresent()
            ? known(wish.id().get(), wish.secretFile().orElseThrow())
            : AccessKey.draw(process.random());
    AccessKey permanent =
        checked(
                () ->
                    AccessKey.permanent(
                        credentials, wish.user().orElse(credentials.accessKeyId()), now()))
            .with(policy);
    AccessKey made =
        wish.lifetime()
            .map(lifetime -> permanent.temporary(lifetime, process.random()))
            .orElse(permanent);
    file.change(keys -> keys.with(made));
    tell(made);
    return 0;
  }

  private static Credentials known(String id, Path secretFile) throws IOException {
    String secret = OperatorFile.read(secretFile).strip();
    return checked(() -> new Credentials(id, secret));
  }

  int list() throws IOException {
    AccessKeys keys = file.orNew();
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            out.writeArrayFieldStart("keys");
            for (AccessKey key : keys.all()) {
              out.writeStartObject();
              write(key, out);
              out.writeBooleanField("expired", key.hasExpired(now()));
              out.writeEndObject();
            }
            out.writeEndArray();
          });
      return 0;
    }
    for (AccessKey key : keys.all()) {
      String end = key.expiry().map(expiry -> ", until " + expiry).orElse("");
      String kind = key.sessionToken().isPresent() ? ", temporary" : "";
      process
          .out()
          .println(
              key.id()
                  + "  "
                  + key.user()
                  + ", made "
                  + key.created()
                  + end
                  + kind
                  + (key.hasExpired(now()) ? " (expired)" : "")
                  + ", may do "
                  + (key.policy().isPresent() ? "what its policy says" : EVERYTHING));
    }
    return 0;
  }

  int delete(String id) throws IOException {
    file.change(keys -> requireOneThatStays(keys.replacing(id)));
    return 0;
  }

  /**
   * Makes a new key for the same user with the same policy, in the place of the old one.
   *
   * @param grace how long the old one stays good
   */
  int rotate(String id, Duration grace) throws IOException {
    Credentials credentials = AccessKey.draw(process.random());
    file.change(
        keys -> {
          AccessKey old = find(keys, id);
          if (old.sessionToken().isPresent()) {
            throw new IllegalArgumentException(id + " is temporary; make another one");
          }
          AccessKey next = AccessKey.permanent(credentials, old.user(), now()).with(old.policy());
          return keys.replacing(id, next, old.until(now().plus(grace)));
        });
    tell(find(file.orNew(), credentials.accessKeyId()));
    return 0;
  }

  /** Prints what a key may do. */
  int showPolicy(String id) throws IOException {
    Optional<Policy> policy = find(file.orNew(), id).policy();
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            out.writeFieldName("policy");
            out.writeRawValue(policy.map(Policy::text).orElse("null"));
          });
    } else {
      process.out().println(policy.map(Policy::text).orElse("none: it may do " + EVERYTHING));
    }
    return 0;
  }

  /**
   * Changes what a key may do.
   *
   * @param policyFile everything when empty
   */
  int setPolicy(String id, Optional<Path> policyFile) throws IOException {
    Optional<Policy> policy = policy(policyFile);
    file.change(keys -> keys.replacing(id, find(keys, id).with(policy)));
    return 0;
  }

  private static AccessKeys requireOneThatStays(AccessKeys keys) {
    if (keys.all().stream().allMatch(key -> key.expiry().isPresent())) {
      throw new IllegalArgumentException("no access key would be left that does not expire");
    }
    return keys;
  }

  private static AccessKey find(AccessKeys keys, String id) {
    return keys.find(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no access key " + id));
  }

  private static Optional<Policy> policy(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Policy.parse(OperatorFile.read(file.get())));
    } catch (InvalidPolicyException e) {
      throw new StartException(file.get() + ": " + e.getMessage(), e);
    }
  }

  /** Made of what the command line says. */
  private static <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private Instant now() {
    return process.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** With its secret: it is not shown a second time. */
  private void tell(AccessKey key) throws IOException {
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            write(key, out);
            out.writeStringField("secret", key.credentials().secret());
            if (key.sessionToken().isPresent()) {
              out.writeStringField("sessionToken", key.sessionToken().get());
            }
          });
      return;
    }
    process.out().println("access key id      " + key.id());
    process.out().println("secret access key  " + key.credentials().secret());
    key.sessionToken().ifPresent(token -> process.out().println("session token      " + token));
    key.expiry().ifPresent(expiry -> process.out().println("good until         " + expiry));
  }

  private static void write(AccessKey key, JsonGenerator out) throws IOException {
    out.writeStringField("id", key.id());
    out.writeStringField("user", key.user());
    out.writeStringField("created", key.created().toString());
    if (key.expiry().isPresent()) {
      out.writeStringField("expires", key.expiry().get().toString());
    }
    out.writeBooleanField("temporary", key.sessionToken().isPresent());
    out.writeBooleanField("policy", key.policy().isPresent());
  }
}
