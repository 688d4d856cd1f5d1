package io.lodestone.server;

import io.lodestone.server.auth.AccessKey;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Prints what a shell has to evaluate so that AWS clients find the server, and makes the access key
 * if there is none yet. Works while the server runs, and before its first start.
 */
final class EnvVerb {
  private static final String REGION = "us-east-1";

  private final ServerProcess process;

  EnvVerb(ServerProcess process) {
    this.process = process;
  }

  int run(Configuration configuration, boolean json) throws IOException {
    ServerFiles files =
        new ServerFiles(
            FileSystemDirectory.open(configuration.get(Keys.DATA_DIR)), process.random());
    AccessKey key =
        new AccessKeyFile(
                files,
                new MasterKeyFile(files, configuration.get(Keys.MASTER_KEY_FILE), process.random()),
                process)
            .orNew()
            .first();
    Optional<String> running = Optional.empty();
    try (DirectoryLock _ = files.lock()) {
      // Nobody runs: whatever address stands there is left over.
    } catch (DirectoryLockedException e) {
      running = files.address();
    }
    String url = running.isPresent() ? running.get() : configuredUrl(configuration);
    print(url, key, json);
    return 0;
  }

  private static String configuredUrl(Configuration configuration) {
    ServerOptions options = ServerOptions.of(configuration);
    if (options.address().getPort() == 0) {
      throw new StartException("no server runs on this data directory, and port 0 names no port");
    }
    return ServerUrl.of(options.address(), options.tls().isPresent());
  }

  private void print(String url, AccessKey key, boolean json) throws IOException {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL", url);
    variables.put("AWS_ACCESS_KEY_ID", key.id());
    variables.put("AWS_SECRET_ACCESS_KEY", key.credentials().secret());
    variables.put("AWS_REGION", REGION);
    // The AWS CLI reads this one only.
    variables.put("AWS_DEFAULT_REGION", REGION);
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            for (Map.Entry<String, String> variable : variables.entrySet()) {
              out.writeStringField(variable.getKey(), variable.getValue());
            }
          });
      return;
    }
    process
        .out()
        .println(
            "# Clients that ignore AWS_ENDPOINT_URL (the AWS CLI and boto3 before 2023) need:");
    process.out().println("#   --endpoint-url " + url);
    variables.forEach(
        (name, value) -> process.out().println("export " + name + "=" + quoted(value)));
  }

  /** As one word for every POSIX shell. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
