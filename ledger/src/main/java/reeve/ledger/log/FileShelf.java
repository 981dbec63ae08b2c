package reeve.ledger.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Resource;

/** A shelf in a folder that any web server may serve. */
public final class FileShelf implements Shelf {
  /** Flushes that wait at the same time; a file system takes them together. */
  private static final int FLUSHING = 8;

  private final Path folder;

  public FileShelf(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<byte[]> read(Resource resource) {
    Path file = folder.resolve(resource.path());
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(resource.largest()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void put(Map<Resource, byte[]> files) {
    try {
      Set<Path> touched = new HashSet<>();
      for (Resource resource : files.keySet()) {
        Path parent = parent(folder.resolve(resource.path()));
        for (Path each = parent; touched.add(each) && !each.equals(folder); each = parent(each)) {}
        Durable.folders(parent);
      }
      write(files);
      for (Path each : touched) {
        Durable.flush(each);
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void write(Map<Resource, byte[]> files) throws IOException {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(FLUSHING, Math.max(1, files.size())))) {
      List<Future<?>> writing = new ArrayList<>();
      files.forEach((resource, bytes) ->
          writing.add(
              pool.submit(() -> {
                Durable.replace(folder.resolve(resource.path()), bytes);
                return null;
              })));
      for (Future<?> each : writing) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void drop(Resource partial) {
    Path widths = parent(folder.resolve(partial.path()));
    if (!widths.toString().endsWith(".p")) {
      throw new IllegalArgumentException(partial.path() + " is full");
    }
    try (Stream<Path> each = Files.list(widths)) {
      for (Path file : each.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(widths);
    } catch (NoSuchFileException e) {
      // It is gone already.
      return;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException(file + " stands in no folder");
    }
    return parent;
  }

  private LedgerException unavailable(IOException e) {
    return new LedgerException(
        LedgerProblem.UNAVAILABLE, folder + " cannot be written: " + e.getMessage(), e);
  }
}
