package io.lodestone.wal;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.wal.OpenReport.Damage;
import io.lodestone.wal.OpenReport.TornTail;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads all files of a log once, changes nothing, and says which parts of them count.
 *
 * <p>The newest file says where the one before it ends, and so on back to the oldest. Only the
 * newest can have a torn tail: no file gets its name before everything that counts in the one
 * before it is synced.
 */
final class LogScan {
  private static final long NO_END = Long.MAX_VALUE;

  private final Directory directory;
  private final WalOptions options;

  /** The files that count, oldest first. */
  final Deque<WalFile> files = new ArrayDeque<>();

  /** Numbers of files that do not count, because a newer file continues an older one. */
  final Deque<Long> superseded = new ArrayDeque<>();

  private final List<String> leftovers = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Deque<Damage> damages = new ArrayDeque<>();
  private Optional<TornTail> tornTail = Optional.empty();
  private long frames;

  /** The newest frame that is known to be on the disk; those after it may be only in its cache. */
  private long durableFrame;

  /** Where in the newest file it ends. */
  private long durableEnd;

  private long numberMax;

  private LogScan(Directory directory, WalOptions options) {
    this.directory = directory;
    this.options = options;
  }

  static LogScan of(Directory directory, WalOptions options) throws IOException {
    LogScan scan = new LogScan(directory, options);
    scan.run();
    return scan;
  }

  long durableFrame() {
    return durableFrame;
  }

  long durableEnd() {
    return durableEnd;
  }

  /** The greatest number of any log file. */
  long numberMax() {
    return numberMax;
  }

  List<String> unreadable() {
    return unreadable;
  }

  long lastFrame() {
    return files.isEmpty() ? durableFrame : files.getLast().lastFrame();
  }

  OpenReport report(List<String> quarantined) {
    return new OpenReport(
        files.isEmpty() ? lastFrame() + 1 : files.getFirst().firstFrame(),
        lastFrame(),
        frames,
        tornTail,
        List.copyOf(damages),
        leftovers,
        quarantined);
  }

  // ---- from the newest file to the oldest

  /** How a file begins: a header, or frames behind a damaged one. */
  private record Beginning(
      WalFileHeader header, CorruptFileException damage, long start, long firstFrame) {}

  private void run() throws IOException {
    durableFrame = options.firstFrame() - 1;
    List<Long> numbers = new ArrayList<>();
    for (String name : directory.list()) {
      WalFileName.number(name).ifPresent(numbers::add);
    }
    numberMax = numbers.isEmpty() ? 0 : numbers.getLast();
    Beginning successor = null;
    for (int i = numbers.size() - 1; i >= 0; i--) {
      long number = numbers.get(i);
      if (successor != null
          && successor.header() != null
          && number > successor.header().previousNumber()) {
        superseded.addFirst(number);
        continue;
      }
      Beginning beginning = beginning(number);
      if (beginning != null) {
        readFile(number, beginning, successor);
        successor = beginning;
      }
    }
    compareWithCaller();
  }

  /** How the file begins; null when nothing in it can be read. */
  private Beginning beginning(long number) throws IOException {
    String name = WalFileName.of(number);
    try (ReadFile file = directory.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate(WalFileHeader.BYTES);
      file.read(0, bytes);
      try {
        WalFileHeader header = WalFileHeader.parse(bytes.flip(), name, number);
        return new Beginning(header, null, WalFileHeader.BYTES, header.firstFrame());
      } catch (CorruptFileException e) {
        FrameReader reader = new FrameReader(file, name, options.fileId(number));
        long frame = reader.range(0, file.size(), 1, 0).seekAnyFrame();
        if (frame > 0) {
          return new Beginning(null, e, reader.position(), frame);
        }
        if (reader.next() instanceof ReadOutcome.CleanEnd) {
          leftovers.add(name);
        } else {
          unreadable.add(name);
        }
        return null;
      }
    }
  }

  private void readFile(long number, Beginning beginning, Beginning successor) throws IOException {
    List<Damage> found = new ArrayList<>();
    if (beginning.damage() != null) {
      found.add(headerDamage(number, beginning));
    }
    boolean newest = successor == null;
    boolean endKnown =
        !newest && successor.header() != null && successor.header().previousNumber() == number;
    long end = endKnown ? successor.header().previousEnd() : NO_END;
    long durable = beginning.firstFrame() - 1;
    if (endKnown) {
      durable = successor.firstFrame() - 1;
    } else if (beginning.header() != null) {
      durable = beginning.header().lastCarried();
    }
    String name = WalFileName.of(number);
    try (ReadFile open = directory.open(name)) {
      FrameReader reader =
          new FrameReader(open, name, fileId(number, beginning))
              .range(beginning.start(), end, beginning.firstFrame(), durable);
      long wholeEnd = readFrames(reader, name, found, newest);
      WalFile file =
          new WalFile(
              number,
              fileId(number, beginning),
              beginning.start(),
              beginning.firstFrame(),
              wholeEnd,
              reader.expectedFrame() - 1,
              found);
      if (newest) {
        durableFrame = reader.durableFrame();
        durableEnd = endOf(reader.durableFrame(), file, open);
        files.addFirst(file);
      } else if (endKnown) {
        files.addFirst(file);
      } else {
        files.addFirst(cutWithoutSuccessor(file, reader.durableFrame(), successor, open));
      }
    }
    for (int i = found.size() - 1; i >= 0; i--) {
      damages.addFirst(found.get(i));
    }
  }

  private long fileId(long number, Beginning beginning) {
    return beginning.header() != null ? beginning.header().fileId() : options.fileId(number);
  }

  private static Damage headerDamage(long number, Beginning beginning) {
    CorruptFileException e = beginning.damage();
    return new Damage(
        WalFileName.of(number),
        e.offset(),
        beginning.start(),
        "a header of a log file",
        e.getMessage(),
        beginning.firstFrame(),
        beginning.firstFrame() - 1);
  }

  /** Reads to the end of what is whole, and says where that is. */
  private long readFrames(FrameReader reader, String name, List<Damage> found, boolean newest)
      throws IOException {
    while (true) {
      switch (reader.next()) {
        case ReadOutcome.Frame frame -> frames++;
        case ReadOutcome.Corruption corruption ->
            found.add(
                new Damage(
                    name,
                    corruption.offset(),
                    corruption.end() - corruption.offset(),
                    corruption.expected(),
                    corruption.found(),
                    corruption.firstMissing(),
                    corruption.lastMissing()));
        case ReadOutcome.CleanEnd end -> {
          return end.offset();
        }
        case ReadOutcome.TornTail torn -> {
          if (newest) {
            tornTail = Optional.of(new TornTail(name, torn.offset(), torn.bytes(), torn.frames()));
          }
          return torn.offset();
        }
      }
    }
  }

  /**
   * The file after this one, which would say where this one ends, is gone or has lost its header.
   * What this one knows to have been durable counts; the rest may have been reported as failed. A
   * file that was left in good order ends in a seal, and then that is all of it.
   */
  private WalFile cutWithoutSuccessor(
      WalFile file, long durable, Beginning successor, ReadFile open) throws IOException {
    frames -= file.lastFrame() - durable;
    if (successor.firstFrame() > durable + 1) {
      String lost =
          successor.header() != null
              ? WalFileName.of(successor.header().previousNumber())
              : file.name();
      damages.addFirst(
          new Damage(
              lost,
              0,
              0,
              "frames up to " + (successor.firstFrame() - 1),
              "frames up to " + durable + ", and no file that continues them",
              durable + 1,
              successor.firstFrame() - 1));
    }
    return file.endingAt(endOf(durable, file, open), durable);
  }

  /** Where a frame ends that lies in a file. */
  private long endOf(long frame, WalFile file, ReadFile open) throws IOException {
    if (frame >= file.lastFrame()) {
      return file.end();
    }
    FrameReader reader =
        new FrameReader(open, file.name(), file.fileId())
            .range(file.start(), file.end(), file.firstFrame(), file.lastFrame());
    boolean more = true;
    while (more && reader.expectedFrame() <= frame) {
      more =
          switch (reader.next()) {
            case ReadOutcome.Frame whole -> true;
            case ReadOutcome.Corruption damaged -> true;
            case ReadOutcome.CleanEnd end -> false;
            case ReadOutcome.TornTail torn -> false;
          };
    }
    return reader.position();
  }

  /** The caller may know of frames that are not here. Their numbers are not given again. */
  private void compareWithCaller() {
    long last = lastFrame();
    long known = options.firstFrame() - 1;
    if (!files.isEmpty() && last < known) {
      damages.addLast(
          new Damage(
              files.getLast().name(),
              files.getLast().end(),
              0,
              "frames up to " + known,
              "frames up to " + last,
              last + 1,
              known));
    }
  }
}
