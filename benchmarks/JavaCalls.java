import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import java.util.stream.*;
import javax.lang.model.element.*;
import javax.tools.*;

/**
 * What javac says every call of a tree means, for graph_accuracy --calls.
 *
 * <p>usage: java JavaCalls.java CHECKOUT SOURCE_ROOT… > calls.tsv
 *
 * <p>Columns are the path of a call, its line and column (1-based, in bytes, of the name that is called), and the path and line of
 * what it calls: a method, the class that {@code new} makes an instance of, or the constructor of {@code this(…)} and {@code
 * super(…)}. The last two are empty and 0 where that is outside of the tree. Calls that javac cannot resolve are left out.
 */
public class JavaCalls extends TreePathScanner<Void, Void> {
  private final Path top;
  private final Trees trees;
  private final PrintStream out;
  private CompilationUnitTree unit;

  JavaCalls(Path top, Trees trees, PrintStream out) {
    this.top = top;
    this.trees = trees;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    Path top = Path.of(args[0]).toRealPath();
    List<Path> files = new ArrayList<>();
    for (String root : Arrays.asList(args).subList(1, args.length)) {
      try (Stream<Path> found = Files.walk(top.resolve(root))) {
        found.filter(path -> path.toString().endsWith(".java") && !path.endsWith("module-info.java")).sorted().forEach(files::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    List<String> options = List.of("-proc:none", "-Xmaxerrs", "1");
    JavacTask task = (JavacTask)
        compiler.getTask(null, manager, problem -> {}, options, null, manager.getJavaFileObjectsFromPaths(files));
    Iterable<? extends CompilationUnitTree> units = task.parse();
    task.analyze();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    JavaCalls calls = new JavaCalls(top, Trees.instance(task), out);
    for (CompilationUnitTree unit : units) {
      calls.unit = unit;
      calls.scan(unit, null);
    }
    out.flush();
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    ExpressionTree select = call.getMethodSelect();
    print(select, trees.getElement(new TreePath(getCurrentPath(), select)));
    return super.visitMethodInvocation(call, nothing);
  }

  @Override
  public Void visitNewClass(NewClassTree call, Void nothing) {
    Tree type = call.getIdentifier();
    TreePath path = new TreePath(getCurrentPath(), type);
    while (type instanceof ParameterizedTypeTree || type instanceof AnnotatedTypeTree) {
      type = type instanceof AnnotatedTypeTree
          ? ((AnnotatedTypeTree) type).getUnderlyingType()
          : ((ParameterizedTypeTree) type).getType();
      path = new TreePath(path, type);
    }
    if (!(getCurrentPath().getParentPath().getLeaf() instanceof VariableTree variable) || start(variable) != start(call)) {
      print(type, trees.getElement(path)); // else it is a constant of an enum, which makes itself
    }
    return super.visitNewClass(call, nothing);
  }

  private void print(Tree called, Element target) {
    int end = (int) trees.getSourcePositions().getEndPosition(unit, called);
    if (end < 0 || target == null || target.asType().getKind() == javax.lang.model.type.TypeKind.ERROR) {
      return; // written by the compiler, or of a library that is not there
    }
    String name = called instanceof MemberSelectTree select
        ? select.getIdentifier().toString()
        : ((IdentifierTree) called).getName().toString();
    LineMap lines = unit.getLineMap();
    int at = end - name.length();
    long line = lines.getLineNumber(at);
    int column = text(unit).substring((int) lines.getStartPosition(line), at).getBytes(StandardCharsets.UTF_8).length + 1;
    out.println(String.join("\t", path(unit), "" + line, "" + column, place(target)));
  }

  private String place(Element target) {
    TreePath declared = trees.getPath(target);
    if (declared == null) {
      return "\t0";
    }
    CompilationUnitTree there = declared.getCompilationUnit();
    Tree tree = declared.getLeaf();
    long from = start(tree, there);
    if (tree instanceof MethodTree method && method.getReturnType() != null) {
      from = trees.getSourcePositions().getEndPosition(there, method.getReturnType());
    } else if (tree instanceof MethodTree method) {
      from = Math.max(from, trees.getSourcePositions().getEndPosition(there, method.getModifiers()));
    } else if (tree instanceof ClassTree type) {
      from = Math.max(from, trees.getSourcePositions().getEndPosition(there, type.getModifiers()));
    }
    String name = target.getSimpleName().toString();
    name = name.equals("<init>") ? target.getEnclosingElement().getSimpleName().toString() : name;
    Matcher word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text(there));
    boolean isWritten = from >= 0 && word.find((int) from);
    return isWritten ? path(there) + "\t" + there.getLineMap().getLineNumber(word.start()) : "\t0";
  }

  private long start(Tree tree) {
    return start(tree, unit);
  }

  private long start(Tree tree, CompilationUnitTree there) {
    return trees.getSourcePositions().getStartPosition(there, tree);
  }

  private String path(CompilationUnitTree there) {
    return top.relativize(Path.of(there.getSourceFile().toUri())).toString();
  }

  private static String text(CompilationUnitTree there) {
    try {
      return there.getSourceFile().getCharContent(true).toString();
    } catch (java.io.IOException problem) {
      throw new java.io.UncheckedIOException(problem);
    }
  }
}
