package io.lodestone.server;

import io.lodestone.model.LodestoneException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line: finds the verb, resolves the configuration, runs it, and turns failures into
 * one line and an exit code (0 done, 1 failed, 2 asked for something that does not exist).
 */
final class CommandLineFace {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;
  private static final String JSON_FLAG = "--json";

  private final ServerProcess process;
  private final Wiring wiring;

  CommandLineFace(ServerProcess process, Wiring wiring) {
    this.process = process;
    this.wiring = wiring;
  }

  /**
   * @return the exit code
   */
  int run(String[] args, Termination termination) {
    CommandLine line = new CommandLine(specification());
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(process.out(), true, process.out().charset()));
    try {
      ParseResult parsed = line.parseArgs(args);
      if (CommandLine.printHelpIfRequested(parsed)) {
        return 0;
      }
      if (!parsed.hasSubcommand()) {
        line.usage(process.err());
        return USAGE;
      }
      ParseResult verb = parsed.subcommand();
      ParseResult last = last(verb);
      if (!last.commandSpec().subcommands().isEmpty()) {
        last.commandSpec().commandLine().usage(process.err());
        return USAGE;
      }
      return run(verb, termination);
    } catch (ParameterException | UsageException e) {
      return fail(e, USAGE);
    } catch (StartException | LodestoneException | IOException e) {
      return fail(e, FAILURE);
    }
  }

  /** The verb at the end of the command line: some have verbs of their own. */
  private static ParseResult last(ParseResult verb) {
    ParseResult last = verb;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }

  private int run(ParseResult named, Termination termination) throws IOException {
    ParseResult verb = last(named);
    Map<String, String> flags = new HashMap<>();
    for (OptionSpec option : verb.matchedOptions()) {
      if (option.userObject() instanceof Key<?> key) {
        flags.put(key.name(), option.getValue());
      }
    }
    Configuration configuration = Configuration.resolve(flags, process.environment());
    boolean json = verb.hasMatchedOption(JSON_FLAG);
    return switch (named.commandSpec().name()) {
      case "serve" -> new ServeVerb(process, wiring).run(configuration, termination);
      case "env" -> new EnvVerb(process).run(configuration, json);
      case "config" -> new ConfigVerb(process).run(configuration, json);
      case "keys" ->
          named.subcommand().commandSpec().name().equals(EncryptionKeysCommand.NAME)
              ? EncryptionKeysCommand.run(
                  new EncryptionKeysVerb(process, configuration, json), verb)
              : KeysCommand.run(new KeysVerb(process, configuration, json), verb);
      case "version" -> new VersionVerb(process).run(json);
      default -> throw new IllegalStateException(verb.commandSpec().name());
    };
  }

  private int fail(Exception e, int exitCode) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    process.err().println("lodestone: " + message.lines().findFirst().orElse(message));
    return exitCode;
  }

  private static CommandSpec specification() {
    CommandSpec root = CommandSpec.create().name("lodestone");
    root.usageMessage()
        .description("A time-series database that speaks the Amazon Timestream APIs.");
    addHelp(root);
    root.addSubcommand("serve", verb("Runs the server until a signal ends it.", false));
    root.addSubcommand(
        "env", verb("Prints shell commands that point AWS clients at the server.", true));
    root.addSubcommand(
        "config", verb("Prints the configuration in force, and where each value was said.", true));
    root.addSubcommand("keys", KeysCommand.specification(description -> verb(description, true)));
    root.addSubcommand("version", verb("Prints the version.", true));
    return root;
  }

  private static CommandSpec verb(String description, boolean reading) {
    CommandSpec verb = CommandSpec.create();
    verb.usageMessage().description(description);
    addHelp(verb);
    if (reading) {
      verb.addOption(
          OptionSpec.builder(JSON_FLAG).description("Prints JSON.").type(boolean.class).build());
    }
    addKey(verb, Configuration.FILE);
    for (Key<?> key : Keys.ALL) {
      addKey(verb, key);
    }
    return verb;
  }

  private static void addHelp(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("--help", "-h")
            .usageHelp(true)
            .type(boolean.class)
            .description("Prints this.")
            .build());
  }

  private static void addKey(CommandSpec spec, Key<?> key) {
    String origin = key.defaultText().isEmpty() ? "" : " Default: " + key.defaultText() + ".";
    spec.addOption(
        OptionSpec.builder(key.flag())
            .type(String.class)
            .paramLabel(key.syntax().label())
            .description(key.meaning() + origin)
            .showDefaultValue(Visibility.NEVER)
            .userObject(key)
            .build());
  }
}
