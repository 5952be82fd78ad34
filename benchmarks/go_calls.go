// Writes what every call of a Go module means, by go/types: lines of
// "path line column target_path target_line interface", with tabs in between (see benchmarks/graph_accuracy.py).
//
//	go run benchmarks/go_calls.go CHECKOUT >calls.tsv
//
// Nothing is downloaded: packages of the module and the standard library are read from source, those of other modules stay
// unknown. Of a call whose meaning rests on them nothing is said, unless it names something of their packages itself.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

type module struct {
	root, name string
	fset       *token.FileSet
	std        types.Importer
	plain      map[string]*types.Package // by import path, tests left out
	lines      map[string]bool
}

func main() {
	root, err := filepath.Abs(os.Args[1])
	check(err)
	manifest, err := os.ReadFile(filepath.Join(root, "go.mod"))
	check(err)
	name := regexp.MustCompile(`(?m)^module\s+"?([^\s"]+)`).FindSubmatch(manifest)
	fset := token.NewFileSet()
	m := &module{root, string(name[1]), fset, importer.ForCompiler(fset, "source", nil), map[string]*types.Package{}, map[string]bool{}}
	check(filepath.WalkDir(root, func(folder string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		base := entry.Name()
		_, nested := os.Stat(filepath.Join(folder, "go.mod"))
		if folder != root && (base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_' || nested == nil) {
			return filepath.SkipDir
		}
		m.calls(folder)
		return nil
	}))
	lines := make([]string, 0, len(m.lines))
	for line := range m.lines {
		lines = append(lines, line)
	}
	sort.Strings(lines)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, line := range lines {
		fmt.Fprintln(out, line)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Import is types.Importer, for packages of the module, the standard library, and others, which are empty.
func (m *module) Import(where string) (*types.Package, error) {
	if where == "unsafe" {
		return types.Unsafe, nil
	}
	if known, ok := m.plain[where]; ok {
		return known, nil
	}
	if where == m.name || strings.HasPrefix(where, m.name+"/") {
		m.plain[where] = nil
		files, _, _ := m.parse(filepath.Join(m.root, strings.TrimPrefix(where, m.name)))
		m.plain[where] = m.check(where, files, m, nil)
		return m.plain[where], nil
	}
	var found *types.Package
	if !strings.Contains(strings.SplitN(where, "/", 2)[0], ".") {
		found, _ = m.std.Import(where)
	}
	if found == nil {
		found = types.NewPackage(where, regexp.MustCompile(`^v\d+$|^go-|\.v\d+$`).ReplaceAllString(path.Base(where), ""))
		found.MarkComplete()
	}
	m.plain[where] = found
	return found, nil
}

// parse reads the files of a folder that the build of this machine takes: those of the package, its tests, and outer tests.
func (m *module) parse(folder string) (plain, inner, outer []*ast.File) {
	names, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	for _, name := range names {
		if ok, err := build.Default.MatchFile(folder, filepath.Base(name)); err != nil || !ok {
			continue
		}
		file, err := parser.ParseFile(m.fset, name, nil, parser.SkipObjectResolution)
		switch {
		case err != nil:
			fmt.Fprintln(os.Stderr, err)
		case !strings.HasSuffix(name, "_test.go"):
			plain = append(plain, file)
		case strings.HasSuffix(file.Name.Name, "_test"):
			outer = append(outer, file)
		default:
			inner = append(inner, file)
		}
	}
	return
}

func (m *module) check(where string, files []*ast.File, from types.Importer, info *types.Info) *types.Package {
	config := types.Config{Importer: from, Error: func(error) {}, FakeImportC: true}
	found, _ := config.Check(where, m.fset, files, info)
	return found
}

// tested is an importer that knows a package with its tests.
type tested struct {
	*module
	where    string
	package_ *types.Package
}

func (t tested) Import(where string) (*types.Package, error) {
	if where == t.where {
		return t.package_, nil
	}
	return t.module.Import(where)
}

func (m *module) calls(folder string) {
	plain, inner, outer := m.parse(folder)
	relative, _ := filepath.Rel(m.root, folder)
	where := path.Join(m.name, filepath.ToSlash(relative))
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{}}
	files := append(plain, inner...)
	whole := m.check(where, files, m, info)
	m.check(where+"_test", outer, tested{m, where, whole}, info)
	for _, file := range append(files, outer...) {
		ast.Inspect(file, func(node ast.Node) bool {
			switch one := node.(type) {
			case *ast.CallExpr:
				m.call(info, one.Fun)
			case *ast.CompositeLit:
				m.call(info, one.Type)
			}
			return true
		})
	}
}

// call notes what a called expression names, where that is a function, a method or a type.
func (m *module) call(info *types.Info, called ast.Expr) {
	switch one := called.(type) {
	case *ast.ParenExpr:
		m.call(info, one.X)
	case *ast.IndexExpr:
		m.call(info, one.X)
	case *ast.IndexListExpr:
		m.call(info, one.X)
	case *ast.Ident:
		m.note(info.Uses[one], one)
	case *ast.SelectorExpr:
		target := info.Uses[one.Sel]
		if from, ok := one.X.(*ast.Ident); ok && target == nil {
			if found, ok := info.Uses[from].(*types.PkgName); ok {
				target = found // something of a package that is unknown
			}
		}
		m.note(target, one.Sel)
	}
}

func (m *module) note(target types.Object, name *ast.Ident) {
	end := "\t\t"
	switch target.(type) {
	case *types.Func, *types.TypeName:
		if at := m.fset.Position(target.Pos()); at.IsValid() {
			if relative, err := filepath.Rel(m.root, at.Filename); err == nil && !strings.HasPrefix(relative, "..") {
				end = fmt.Sprintf("%s\t%d\t", filepath.ToSlash(relative), at.Line)
			}
		}
	case *types.PkgName, *types.Builtin:
	default:
		return // unknown, or a variable: that it is called says nothing of what it holds
	}
	at := m.fset.Position(name.Pos())
	relative, _ := filepath.Rel(m.root, at.Filename)
	m.lines[fmt.Sprintf("%s\t%d\t%d\t%s", filepath.ToSlash(relative), at.Line, at.Column, end)] = true
}
