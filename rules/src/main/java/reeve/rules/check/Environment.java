package reeve.rules.check;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;

/** What a schema is to CEL: variables, their types, and the functions over lists and phrases. */
final class Environment {
  static final String HAS_PHRASE = "has_phrase";
  static final String PHRASES = "phrases";
  static final String ON_LIST = "on_list";

  /** Far above what lists of {@link #ELEMENTS} inside each other can take. */
  private static final int ITERATIONS = 4_000_000;

  /** A list of an event has so many elements at the most. */
  static final int ELEMENTS = 1_000;

  /** A pattern compiles to so many instructions at the most. */
  static final int PATTERN = 2_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(20_000)
          .maxParseRecursionDepth(100)
          .comprehensionMaxIterations(ITERATIONS)
          .maxRegexProgramSize(PATTERN)
          .build();

  private final Schema schema;
  private final Map<String, StructType> structs = new LinkedHashMap<>();

  Environment(Schema schema) {
    this.schema = schema;
    for (Slot slot : schema.slots()) {
      if (!slot.name().isEmpty()) {
        structs.computeIfAbsent(slot.root(), this::struct);
      }
    }
  }

  private StructType struct(String root) {
    ImmutableMap<String, CelType> fields =
        schema.fields(root).stream()
            .collect(ImmutableMap.toImmutableMap(Slot::name, Environment::type));
    return StructType.create(root, fields.keySet(), name -> Optional.ofNullable(fields.get(name)));
  }

  private static CelType type(Slot slot) {
    return switch (slot.type()) {
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case TEXT -> SimpleType.STRING;
      case TEXTS -> ListType.create(SimpleType.STRING);
    };
  }

  /** What a variable of an event's kind is. */
  CelType root(String root) {
    StructType struct = structs.get(root);
    return struct == null ? type(schema.at(root)) : struct;
  }

  Set<String> roots(String kind) {
    return schema.roots(kind);
  }

  /** A compiler for one kind of event, without a rule's own names. */
  CelCompilerBuilder compiler(String kind) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new Types(ImmutableMap.copyOf(structs)))
            .addFunctionDeclarations(functions());
    for (String root : roots(kind)) {
      builder.addVar(root, root(root));
    }
    return builder;
  }

  /** The evaluator of reference, and of what does not compile. */
  static CelRuntime runtime(Texts texts) {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                HAS_PHRASE,
                CelFunctionBinding.from(
                    "text_has_phrase",
                    String.class,
                    String.class,
                    (text, bank) -> texts.phrases(text, bank) > 0)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                PHRASES,
                CelFunctionBinding.from(
                    "text_phrases", String.class, String.class, texts::phrases)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                ON_LIST,
                CelFunctionBinding.from("text_on_list", String.class, String.class, texts::listed),
                CelFunctionBinding.from(
                    "texts_on_list",
                    List.class,
                    String.class,
                    (all, list) ->
                        ((List<?>) all)
                            .stream().anyMatch(one -> texts.listed((String) one, list)))))
        .build();
  }

  /** What the functions over lists and phrases look up. */
  @Immutable
  interface Texts {
    /** How many different phrases of a bank stand in a text. */
    long phrases(String text, String bank);

    boolean listed(String text, String list);
  }

  private static List<CelFunctionDecl> functions() {
    ListType texts = ListType.create(SimpleType.STRING);
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            HAS_PHRASE,
            CelOverloadDecl.newMemberOverload(
                "text_has_phrase", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            PHRASES,
            CelOverloadDecl.newMemberOverload(
                "text_phrases", SimpleType.INT, SimpleType.STRING, SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            ON_LIST,
            CelOverloadDecl.newMemberOverload(
                "text_on_list", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
            CelOverloadDecl.newMemberOverload(
                "texts_on_list", SimpleType.BOOL, texts, SimpleType.STRING)));
  }

  /** Gives cel-java the variables' types. */
  private record Types(ImmutableMap<String, StructType> structs) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.copyOf(structs.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(structs.get(name));
    }
  }
}
