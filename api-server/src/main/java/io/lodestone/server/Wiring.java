package io.lodestone.server;

import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.RecoveryReport;
import io.lodestone.server.admin.AdminPages;
import io.lodestone.server.admin.Metrics;
import io.lodestone.server.auth.Authenticator;
import io.lodestone.server.auth.Mandates;
import io.lodestone.server.auth.SigV4Verifier;
import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.dynamodb.streams.StreamOperations;
import io.lodestone.server.dynamodb.tables.TableOperations;
import io.lodestone.server.http.CrossOrigin;
import io.lodestone.server.http.HttpListener;
import io.lodestone.server.jobs.JobRunner;
import io.lodestone.server.jobs.JobStore;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.notification.Notifier;
import io.lodestone.server.notification.Webhook;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.AwsJsonProtocol;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.OperationTable;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.RequestIds;
import io.lodestone.server.timestream.query.EngineTables;
import io.lodestone.server.timestream.query.QueryEnvironment;
import io.lodestone.server.timestream.query.QueryService;
import io.lodestone.server.timestream.query.SqlStatements;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.scheduled.ScheduledQueries;
import io.lodestone.server.timestream.scheduled.Surroundings;
import io.lodestone.server.timestream.write.RejectReports;
import io.lodestone.server.timestream.write.WriteOperations;
import io.lodestone.server.tls.TlsIdentity;
import io.lodestone.sql.SqlEngine;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Every {@code new} of the process, from the disk up to the door. What is opened here is handed to
 * the {@link RunningServer}, which closes it in reverse; when a step fails, what the steps before
 * it opened is closed again.
 */
final class Wiring {
  /** The folder of the data directory for rows that wait for their reader. */
  private static final String SPOOL = "spool";

  private final ServerProcess process;
  private final EngineOpener engines;

  Wiring(ServerProcess process, EngineOpener engines) {
    this.process = process;
    this.engines = engines;
  }

  /**
   * Starts a server; it answers requests on return.
   *
   * @throws IOException when disk, lock, port or format stand against it
   */
  RunningServer start(ServerOptions options) throws IOException {
    EventLog log = new EventLog(process.err(), process.clock());
    RunningServer server = new RunningServer(log);
    try {
      Directory data = FileSystemDirectory.open(options.dataDir());
      ServerFiles files = new ServerFiles(data, process.random());
      server.owns("lock", files.lock());
      MasterKeyFile master = new MasterKeyFile(files, options.masterKeyFile(), process.random());
      AccessKeyRenewal keys = new AccessKeyRenewal(new AccessKeyFile(files, master, process), log);
      EncryptionKeyFile encryptionKeys =
          new EncryptionKeyFile(files, master, options.account(), process.random());
      PageTokens pageTokens = new PageTokens(files.pageSecretOrNew());

      ThreadAgentHost agents =
          new ThreadAgentHost(
              (agent, failure) -> {
                // A bug. Whoever waits for that agent would wait for ever; what was acknowledged
                // is durable, and a new start is sound.
                log.error("agent failed", failure, "agent", agent.name());
                process.abort().run();
              });
      Engine engine =
          engines.open(
              new EngineEnvironment(
                  data, process.clock(), agents, encryptionKeys, process.random()),
              options.engineOn(data));
      server.owns("engine", engine);
      report(engine.recovery(), log);

      EngineTables tables = new EngineTables(engine);
      SqlEngine sql = new SqlEngine(tables, process.clock(), options.sql());
      Spool spool = Spool.open(data.directory(SPOOL), process.random(), options.spool());
      LocalObjectStore objects = new LocalObjectStore(data, options.spool().freeBytesMin());
      Executor runs = task -> Thread.ofVirtual().name("query").start(task);
      QueryService queries =
          new QueryService(
              new SqlStatements(sql, tables),
              pageTokens,
              options.query(),
              options.runs(),
              new QueryEnvironment(
                  spool,
                  runs,
                  tables.layouts(process.clock()),
                  files.accountSettings(),
                  objects,
                  process.clock(),
                  log));
      server.owns("queries", queries);

      Authenticator authenticator;
      Mandates mandates;
      if (options.verified()) {
        SigV4Verifier verifier =
            new SigV4Verifier(keys.ring(), process.clock(), options.clockSkew(), options.account());
        authenticator = verifier;
        mandates = verifier;
      } else {
        UnverifiedAccess anybody = new UnverifiedAccess(options.account());
        authenticator = anybody;
        mandates = anybody;
      }
      List<Renewal> renewals = new ArrayList<>();
      EventLog auditLog = log;
      if (options.auditFile().isPresent()) {
        AuditFile audit = new AuditFile(options.auditFile().get(), process.err(), log);
        server.owns("audit", audit);
        renewals.add(audit);
        auditLog = new EventLog(audit, process.clock());
      }
      RequestIds requestIds = new RequestIds(process.random().nextLong());
      Notifier notifier = notifier(options, agents, log, server);
      JobStore jobs = JobStore.open(data, finding -> log.warn("found at start", "what", finding));
      server.owns("jobs", jobs);
      ScheduledQueries scheduled =
          ScheduledQueries.open(
              new Surroundings(
                  engine,
                  new PolicedStatements(sql, tables),
                  mandates,
                  jobs,
                  objects,
                  notifier,
                  options.account(),
                  options.write(),
                  options.scheduled(),
                  requestIds,
                  process.clock(),
                  log),
              process.random());
      JobRunner runner = new JobRunner(scheduled::jobs, process.clock());
      scheduled.onDue(runner::wake);
      runner.start(agents, options.scheduled().runsMax());
      server.owns("scheduled queries", runner);
      RejectReports reports =
          new RejectReports(
              objects, requestIds, process.clock(), log, options.rejectsReportedOnly());
      Metrics metrics =
          new Metrics(
              new Metrics.Sources(
                  engine::metrics,
                  queries::running,
                  sql::memoryBytes,
                  agents::monotonicNanos,
                  Version.current()));
      AwsJsonProtocol services =
          new AwsJsonProtocol(
              operations(engine, queries, scheduled, pageTokens, reports, options, process.clock()),
              authenticator,
              requestIds,
              log,
              auditLog,
              metrics,
              options.contentBytesMax());
      Optional<TlsFiles> tls =
          options.tls().map(paths -> new TlsFiles(paths, process.clock(), log));
      tls.ifPresent(renewals::add);
      renewals.add(keys);
      AgentHandle renewing = agents.start(new RenewalAgent(renewals));
      server.owns("renewals", renewing);
      AtomicBoolean ready = new AtomicBoolean();
      AdminPages admin =
          new AdminPages(
              ready::get,
              Version.current(),
              options.metricsShown() ? Optional.of(metrics) : Optional.empty());
      Executor requests = task -> Thread.ofVirtual().name("request").start(task);
      HttpListener listener =
          HttpListener.open(
              options.address(),
              tls.map(TlsFiles::identity).map(TlsIdentity::context),
              options.http(),
              new CrossOrigin(options.corsOrigins(), new FrontDoor(admin, services)),
              requests,
              process.clock(),
              log);
      server.owns("listener", listener);
      server.listensOn(listener.address(), tls.isPresent());
      files.publishAddress(server.url());
      server.owns("address", files::withdrawAddress);
      ready.set(true);
      log.info(
          "started",
          "url",
          server.url(),
          "version",
          Version.current(),
          "data",
          data,
          "auth",
          options.verified() ? "on" : "off",
          "tls",
          tls.isPresent() ? "on" : "off");
      return server;
    } catch (IOException | RuntimeException failure) {
      server.closeAfter(failure);
      throw failure;
    }
  }

  /** Who is told of what the server has done, if anybody. */
  private Notifier notifier(
      ServerOptions options, AgentHost agents, EventLog log, RunningServer server) {
    if (options.webhook().isEmpty()) {
      return Notifier.SILENT;
    }
    Webhook webhook = new Webhook(options.webhook().get(), process.clock(), process.random(), log);
    webhook.start(agents);
    server.owns("webhook", webhook);
    return webhook;
  }

  /** All operations of all services. */
  private static OperationTable operations(
      Engine engine,
      QueryService queries,
      ScheduledQueries scheduled,
      PageTokens pageTokens,
      RejectReports reports,
      ServerOptions options,
      InstantSource clock) {
    List<Operation> timestream =
        new ArrayList<>(
            WriteOperations.of(
                engine,
                options.write(),
                options.encryptionKey(),
                pageTokens,
                reports,
                scheduled,
                options.streamShards()));
    timestream.addAll(queries.operations());
    timestream.addAll(scheduled.operations(pageTokens));
    return OperationTable.builder()
        .add(
            OperationTable.Service.TIMESTREAM,
            options.accountRates() ? new AccountRates(clock).appliedTo(timestream) : timestream)
        .add(OperationTable.Service.DYNAMODB, TableOperations.of(engine, options.streamShards()))
        .add(
            OperationTable.Service.DYNAMODB_STREAMS, StreamOperations.of(engine, pageTokens, clock))
        .build();
  }

  /** What opening the data directory found, for people: damage first of all. */
  private static void report(RecoveryReport recovery, EventLog log) {
    recovery.findings().forEach(finding -> log.warn("found at start", "what", finding));
    log.info(
        "recovered",
        "checkpoint",
        recovery.checkpointFrame(),
        "frames",
        recovery.replayedFrames(),
        "points",
        recovery.replayedPoints(),
        "segments",
        recovery.segments());
  }
}
