package io.lodestone.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command line of the verb {@code keys}: its own verbs, and what each of them takes. */
final class KeysCommand {
  private static final String USER = "--user";
  private static final String POLICY = "--policy";
  private static final String LIFETIME = "--lifetime";
  private static final String ID = "--id";
  private static final String SECRET_FILE = "--secret-file";
  private static final String GRACE = "--grace";
  private static final String FILE = "--file";
  private static final String REMOVE = "--remove";

  /** What a rotated key stays good for when nobody says. */
  private static final String GRACE_DEFAULT = "24h";

  private KeysCommand() {}

  /**
   * @param verbs makes a verb of a description, with the options that all verbs have
   */
  static CommandSpec specification(Function<String, CommandSpec> verbs) {
    CommandSpec keys = CommandSpec.create();
    keys.usageMessage()
        .description("Makes, lists, restricts and deletes access keys; makes encryption keys.");
    keys.addSubcommand(
        "create",
        verbs
            .apply("Makes an access key and prints it, with its secret.")
            .addOption(option(USER, "NAME", "Whose key it is, for audits."))
            .addOption(
                option(POLICY, "FILE", "What it may do: an IAM policy. Default: everything."))
            .addOption(option(LIFETIME, "TIME", "Makes a temporary key with a session token."))
            .addOption(option(ID, "ID", "An id that clients have already."))
            .addOption(option(SECRET_FILE, "FILE", "The secret of that id.")));
    keys.addSubcommand("list", verbs.apply("Lists the access keys, without secrets."));
    keys.addSubcommand("delete", verbs.apply("Deletes an access key.").addPositional(key()));
    keys.addSubcommand(
        "rotate",
        verbs
            .apply("Makes a new key in the place of one, which stays good for a while.")
            .addPositional(key())
            .addOption(
                option(
                    GRACE,
                    "TIME",
                    "How long the old key stays good. Default: " + GRACE_DEFAULT + ".")));
    keys.addSubcommand(
        "policy",
        verbs
            .apply("Prints what a key may do, or changes it.")
            .addPositional(key())
            .addOption(option(FILE, "FILE", "An IAM policy that holds from now on."))
            .addOption(
                OptionSpec.builder(REMOVE)
                    .type(boolean.class)
                    .description("Takes the policy away: the key may do everything.")
                    .build()));
    keys.addSubcommand(EncryptionKeysCommand.NAME, EncryptionKeysCommand.specification(verbs));
    return keys;
  }

  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  private static PositionalParamSpec key() {
    return PositionalParamSpec.builder()
        .paramLabel("KEY")
        .index("0")
        .arity("1")
        .required(true)
        .type(String.class)
        .description("The id of the access key.")
        .build();
  }

  /** Does what the command line asks of the verb. */
  static int run(KeysVerb keys, ParseResult verb) throws IOException {
    return switch (verb.commandSpec().name()) {
      case "create" ->
          keys.create(
              new KeysVerb.Wish(
                  text(verb, USER),
                  path(verb, POLICY),
                  text(verb, LIFETIME).map(text -> duration(LIFETIME, text)),
                  text(verb, ID),
                  path(verb, SECRET_FILE)));
      case "list" -> keys.list();
      case "delete" -> keys.delete(verb.matchedPositionalValue(0, ""));
      case "rotate" ->
          keys.rotate(
              verb.matchedPositionalValue(0, ""),
              duration(GRACE, text(verb, GRACE).orElse(GRACE_DEFAULT)));
      case "policy" -> policy(keys, verb);
      default -> throw new IllegalStateException(verb.commandSpec().name());
    };
  }

  private static int policy(KeysVerb keys, ParseResult verb) throws IOException {
    String id = verb.matchedPositionalValue(0, "");
    Optional<Path> file = path(verb, FILE);
    boolean remove = verb.hasMatchedOption(REMOVE);
    if (file.isPresent() && remove) {
      throw new UsageException("--file and --remove exclude each other");
    }
    return file.isPresent() || remove ? keys.setPolicy(id, file) : keys.showPolicy(id);
  }

  private static Optional<String> text(ParseResult verb, String option) {
    return Optional.ofNullable(verb.matchedOptionValue(option, null));
  }

  private static Optional<Path> path(ParseResult verb, String option) {
    return text(verb, option).map(Path::of);
  }

  private static Duration duration(String option, String text) {
    try {
      return Syntax.DURATION.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          option + " has to be " + Syntax.DURATION.expected() + ", found '" + text + "'");
    }
  }
}
