package reeve.rules.count;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;

/**
 * Off-heap memory that is taken from the system as it is touched, slab by slab.
 *
 * <p>On Linux it is one mapping that asks for huge pages (madvise(2), {@code MADV_HUGEPAGE}), since
 * counters are read at random: what that wins stands in docs/counters.md. Elsewhere, or where the
 * system refuses, each slab is an allocation.
 */
final class Reserve implements AutoCloseable {
  private static final long HUGE = 2L << 20;

  private final Arena arena = Arena.ofShared();
  private final int slabBytes;
  private final int behind;
  private final long mapping;
  private final long length;
  private long next;

  /**
   * @param slabs how many can be taken
   * @param slabBytes of each
   * @param behind so many bytes may be read behind a slab, whatever they are
   */
  Reserve(int slabs, int slabBytes, int behind) {
    this.slabBytes = slabBytes;
    this.behind = behind;
    length = (long) slabs * slabBytes + HUGE + behind;
    mapping = Mapping.CALLS.map(calls -> calls.map(length)).orElse(0L);
    next = (mapping + HUGE - 1) & -HUGE;
  }

  /** The address of another slab; its bytes are what they are. */
  long slab() {
    if (mapping == 0) {
      return arena.allocate((long) slabBytes + behind, Long.BYTES).address();
    }
    long slab = next;
    next += slabBytes;
    return slab;
  }

  /** Gives all of it back. */
  @Override
  public void close() {
    arena.close();
    if (mapping != 0) {
      Mapping.CALLS.orElseThrow().unmap(mapping, length);
    }
  }

  /** The calls of Linux, with its constants on x86-64 and AArch64; others have others. */
  private record Mapping(MethodHandle mmap, MethodHandle madvise, MethodHandle munmap) {
    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
    private static final int HUGE_PAGES = 14;

    private static final boolean KNOWN =
        System.getProperty("os.name").equals("Linux")
            && Set.of("amd64", "aarch64").contains(System.getProperty("os.arch"));

    static final Optional<Mapping> CALLS = KNOWN ? calls() : Optional.empty();

    @SuppressWarnings("restricted")
    private static Optional<Mapping> calls() {
      Linker linker = Linker.nativeLinker();
      var libc = linker.defaultLookup();
      var number = ValueLayout.JAVA_INT;
      var size = ValueLayout.JAVA_LONG;
      return libc.find("mmap")
          .flatMap(mmap ->
              libc.find("madvise")
                  .flatMap(madvise ->
                      libc.find("munmap")
                          .map(munmap ->
                              new Mapping(
                                  linker.downcallHandle(
                                      mmap,
                                      FunctionDescriptor.of(
                                          size, size, size, number, number, number, size)),
                                  linker.downcallHandle(
                                      madvise, FunctionDescriptor.of(number, size, size, number)),
                                  linker.downcallHandle(
                                      munmap, FunctionDescriptor.of(number, size, size))))));
    }

    /** The address of a mapping of so many bytes; 0 where there is none. */
    long map(long bytes) {
      try {
        long at =
            (long) mmap.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
        if (at == -1) {
          return 0;
        }
        // Where it cannot be, pages stay small.
        int _ = (int) madvise.invokeExact(at, bytes, HUGE_PAGES);
        return at;
      } catch (Throwable e) {
        throw new IllegalStateException("a call into the system failed", e);
      }
    }

    void unmap(long at, long bytes) {
      try {
        int _ = (int) munmap.invokeExact(at, bytes);
      } catch (Throwable e) {
        throw new IllegalStateException("a call into the system failed", e);
      }
    }
  }
}
