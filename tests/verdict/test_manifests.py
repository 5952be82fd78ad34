"""The packages that manifests name, and the imports that they are named for."""

from __future__ import annotations

import pytest

from scoper.verdict.manifests import dependencies
from scoper.verdict.packages import is_of


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("requirements.txt", "click>=8\n# x\n-r other.txt\nRuff_LSP==1  # y\n", {"click", "ruff-lsp"}),
        ("pyproject.toml", "[project]\ndependencies = ['click>=8']\n", {"click"}),
        ("pyproject.toml", "[project.optional-dependencies]\ndev = ['pytest']\n", {"pytest"}),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\npython = '^3'\nclick = {version = '8'}\n",
            {"click", "version"} - {"version"},
        ),
        ("package.json", '{"devDependencies": {"@types/node": "1"}, "scripts": {"x": "y"}}', {"@types/node"}),
        ("Cargo.toml", "[dependencies]\nserde = '1'\n[package]\nname = 'x'\n", {"serde"}),
        ("go.mod", "module a\n\nrequire (\n\tgithub.com/a/b v1.2.3\n)\n", {"github.com/a/b"}),
        ("Gemfile", "gem 'rails', '7'\n", {"rails"}),
        ("composer.json", '{"require": {"php": "8", "ext-json": "*", "guzzlehttp/guzzle": "7"}}', {"guzzlehttp/guzzle"}),
        ("a.gemspec", "  s.add_runtime_dependency 'rack', '3'\n  s.add_dependency('tilt')\n", {"rack", "tilt"}),
        ("pom.xml", "<dependency>\n<groupId>a</groupId>\n<artifactId>guava</artifactId>\n</dependency>", {"guava"}),
        ("build.gradle.kts", '  testImplementation("org.junit:junit-api:5")\n', {"junit-api"}),
        ("src/A.csproj", '<PackageReference Include="Newtonsoft.Json" Version="13" />', {"newtonsoft.json"}),
        ("pyproject.toml", "[project\n", set()),
        ("a.py", "import x\n", set()),
    ],
)
def test_packages(path: str, text: str, names: set[str]) -> None:
    assert dependencies(path, text.encode()) == names


@pytest.mark.parametrize(
    ("package", "module"),
    [
        ("httpx", "httpx"),
        ("scikit-learn-extra", "scikit_learn_extra.cluster"),
        ("pyyaml", "yaml"),
        ("python-dateutil", "dateutil.parser"),
        ("@tanstack/react-query", "@tanstack/react-query"),
        ("lodash", "lodash/fp"),
        ("github.com/a/b", "github.com/a/b/sub"),
        ("serde-json", "serde_json"),
        ("guzzlehttp/guzzle", "GuzzleHttp\\Client"),
        ("newtonsoft.json", "Newtonsoft.Json.Linq"),
    ],
)
def test_a_module_of_a_package(package: str, module: str) -> None:
    assert is_of(module, package)


@pytest.mark.parametrize(
    ("package", "module"),
    [("http", "httpx"), ("lodash", "lodash-es"), ("github.com/a/b", "github.com/a/bc"), ("pyyaml", "py"), ("react", "preact")],
)
def test_a_module_of_another_package(package: str, module: str) -> None:
    assert not is_of(module, package)
