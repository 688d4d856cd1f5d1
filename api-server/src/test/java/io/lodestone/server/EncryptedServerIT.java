package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lodestone.server.tls.SelfSigned;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;

/**
 * A server with a certificate: an unmodified client over TLS, and a certificate that is renewed.
 */
class EncryptedServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();

  private void write(SelfSigned identity) throws Exception {
    Files.writeString(folder.resolve("chain.pem"), identity.certificate());
    Files.writeString(folder.resolve("key.pem"), identity.key());
  }

  private RunningServer start() throws Exception {
    Configuration configuration =
        Configuration.resolve(
            Map.of(
                "data.dir",
                folder.resolve("data").toString(),
                "port",
                "0",
                "bind",
                "0.0.0.0",
                "tls.certificate",
                folder.resolve("chain.pem").toString(),
                "tls.key",
                folder.resolve("key.pem").toString()),
            Map.of());
    return new Wiring(fixture.process(), fixture::openEngine)
        .start(ServerOptions.of(configuration));
  }

  private static TrustManager[] trusting(SelfSigned identity) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(identity.trustStore());
    return trust.getTrustManagers();
  }

  private static String shown(RunningServer server, SelfSigned... trusted) throws Exception {
    URI url = URI.create(server.url());
    try (SSLSocket socket =
        (SSLSocket)
            SelfSigned.trusting(trusted)
                .getSocketFactory()
                .createSocket(InetAddress.getByName(url.getHost()), url.getPort())) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  @Test
  void clientOfAwsWorksOverTlsAndDiscoversIt() throws Exception {
    SelfSigned identity = SelfSigned.make(folder, "server", "EC");
    write(identity);
    try (RunningServer server = start();
        TimestreamWriteClient client =
            TimestreamWriteClient.builder()
                .endpointOverride(URI.create(server.url()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(SdkClientIT.credentials(folder.resolve("data")))
                .httpClient(
                    UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(() -> trustManagers(identity))
                        .build())
                .build()) {
      assertTrue(server.url().startsWith("https://127.0.0.1:"), server.url());
      client.createDatabase(b -> b.databaseName("encrypted"));
      assertEquals(1, client.listDatabases(b -> {}).databases().size());
      assertEquals(server.url(), client.describeEndpoints(b -> {}).endpoints().get(0).address());
    }
  }

  /** The other clients that are asked for, each where it is installed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 -c \"import boto3;"
            + "print(boto3.client('timestream-write').list_databases()['Databases'])\"",
        "aws timestream-write list-databases"
      })
  void foreignClientsTrustTheCertificateThatTheyAreGiven(String command) throws Exception {
    String program = command.startsWith("aws") ? "aws --version" : "python3 -c 'import boto3'";
    assumeTrue(run(Map.of(), program).exit() == 0, "skipped: not installed: " + program);
    SelfSigned identity = SelfSigned.make(folder, "server", "RSA");
    write(identity);
    try (RunningServer server = start()) {
      AwsCredentials key = SdkClientIT.credentials(folder.resolve("data")).resolveCredentials();
      Finished finished =
          run(
              Map.of(
                  "AWS_ENDPOINT_URL",
                  server.url(),
                  "AWS_REGION",
                  "us-east-1",
                  "AWS_DEFAULT_REGION",
                  "us-east-1",
                  "AWS_ACCESS_KEY_ID",
                  key.accessKeyId(),
                  "AWS_SECRET_ACCESS_KEY",
                  key.secretAccessKey(),
                  "AWS_CA_BUNDLE",
                  folder.resolve("chain.pem").toString()),
              command);
      assertEquals(0, finished.exit(), finished.output());
      assertTrue(finished.output().contains("[]"), finished.output());
    }
  }

  private record Finished(int exit, String output) {}

  private Finished run(Map<String, String> environment, String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().putAll(environment);
    Path output = folder.resolve("output");
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    return new Finished(process.exitValue(), Files.readString(output));
  }

  private static TrustManager[] trustManagers(SelfSigned identity) {
    try {
      return trusting(identity);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void renewedCertificateIsShownWithoutARestart() throws Exception {
    SelfSigned first = SelfSigned.make(folder, "first", "EC");
    SelfSigned second = SelfSigned.make(folder, "second", "EC");
    write(first);
    try (RunningServer server = start()) {
      assertEquals("CN=first", shown(server, first, second));
      write(second);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      String subject = "CN=first";
      while (subject.equals("CN=first") && System.nanoTime() < deadline) {
        subject = shown(server, first, second);
      }
      assertNotEquals("CN=first", subject, fixture.err());
    }
  }
}
