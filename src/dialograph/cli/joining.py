"""``dialograph new-dialogue``: all that a dialogue needs to bring its own graph, in one folder."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from dialograph.cli import language
from dialograph.errors import UsageError

_EPILOG = """
What is written: tables to fill in (one CSV file for each kind of thing), a file that says where
else facts may come from (sources.toml), and a checklist. With --tokens-file a token is made too,
which may write the dialogue's own graph and no other; it is printed once.

examples:
  dialograph new-dialogue almaty-process
  dialograph new-dialogue lake-dialogue --title-en "Lake Dialogue" --title-fr "Dialogue du lac" \\
    --maintainer "Secretariat of the Lake Dialogue" --website https://lake.example.org/ \\
    --tokens-file tokens

docs/joining.md goes through all of it, from here to published data.
"""

_SOURCES = """\
# Where facts about this dialogue may be harvested from, besides the tables: docs/harvesting.md.
# Take the # away from what you need, and try it out with
#   dialograph harvest --dry-run --data-dir D

# [source.{name}-events]
# kind = "rdf"                        # schema.org events in a page of a website
# address = "https://…/events"
# hosts = ["…"]
# graph = "graphs/{name}-events"
# mapping = "schema-events"
# trust = {{ mode = "propose", classes = ["dg:Meeting"] }}
# [source.{name}-events.values]
# dialogue = "https://w3id.org/dialograph/id/dialogue/{slug}"
# type = "https://w3id.org/dialograph/id/activity-type/thematic-meeting"
# language = "en"                     # of names that do not say theirs
"""

_CHECKLIST = {
    "en": """\
# {title}: checklist

1. [ ] `tables/graphs.csv`: its title in both languages, who maintains it, under which licence.
2. [ ] {dialogue}
3. [ ] `tables/members.csv`: who sits in it, in which role (member, observer, …), as of when.
4. [ ] `tables/activities.csv` and `tables/documents.csv`: what it did and published. Leave a
   cell empty when you do not know; every row names the page that states it (`source_url`).
5. [ ] `tables/alignments.csv`: which objectives of the Global Compact these serve, and on what
   basis.
6. [ ] Make the graph; what is wrong is told with its file, row and column:
   `dialograph import tables --dialogue {name} --output {name}.ttl`
7. [ ] Publish it, with the token in the variable `DIALOGRAPH_TOKEN`:
   `dialograph load {name}.ttl --graph graphs/{name} --replace --server URL`
8. [ ] Look at it: `URL/id/dialogue/{slug}`, `URL/coverage`, `URL/gaps`.

What each column means: data/tables/README.md. The whole way: docs/joining.md.
""",
    "fr": """\
# {title} : liste de contrôle

1. [ ] `tables/graphs.csv` : son titre dans les deux langues, qui le tient, sous quelle licence.
2. [ ] {dialogue}
3. [ ] `tables/members.csv` : qui y siège, à quel titre (membre, observateur…), à quelle date.
4. [ ] `tables/activities.csv` et `tables/documents.csv` : ce qu’il a fait et publié. Laissez une
   cellule vide quand vous ne savez pas ; chaque ligne nomme la page qui l’affirme (`source_url`).
5. [ ] `tables/alignments.csv` : quels objectifs du Pacte mondial cela sert, et sur quel
   fondement.
6. [ ] Faire le graphe ; ce qui ne va pas est dit avec son fichier, sa ligne et sa colonne :
   `dialograph import tables --dialogue {name} --output {name}.ttl`
7. [ ] Le publier, le jeton étant dans la variable `DIALOGRAPH_TOKEN` :
   `dialograph load {name}.ttl --graph graphs/{name} --replace --server URL`
8. [ ] Le regarder : `URL/id/dialogue/{slug}`, `URL/coverage`, `URL/gaps`.

Ce que veut dire chaque colonne : data/tables/README.md. Tout le chemin : docs/joining.md.
""",
}
_TEXTS = {
    "en": {
        "register": "`tables/dialogues.csv`: its kind, since when it exists, who runs it.",
        "known": "The dialogue stands in the register already (`dialogue/{slug}`): nothing to do.",
        "made": "{folder}: {n} files. Begin with {checklist}.",
        "token": "A token that may write graphs/{name} and nothing else is on standard output; it "
        "is not shown again.",
    },
    "fr": {
        "register": "`tables/dialogues.csv` : son genre, depuis quand il existe, qui l’anime.",
        "known": "Le dialogue figure déjà au registre (`dialogue/{slug}`) : rien à faire.",
        "made": "{folder} : {n} fichiers. Commencez par {checklist}.",
        "token": "Un jeton qui permet d’écrire graphs/{name}, et rien d’autre, est sur la sortie "
        "standard ; il ne sera plus montré.",
    },
}
_TAKEN = {"dialogues", "gcm", "history", "places", "resolution"}
"""Graphs of ours that no dialogue is to fill."""
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_WEB = re.compile(r"https?://[^\s\"<>]+")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "new-dialogue",
        help="start the graph of another dialogue: tables, sources, a token, a checklist",
        description="Make a folder with all that a dialogue needs to bring its own graph.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", help="of the graph, such as lake-dialogue")
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="the folder to make (default: NAME)"
    )
    parser.add_argument("--title-en", default="", metavar="TEXT", help="its name in English")
    parser.add_argument("--title-fr", default="", metavar="TEXT", help="its name in French")
    parser.add_argument("--maintainer", default="", metavar="TEXT", help="who keeps the graph")
    parser.add_argument("--website", default="", metavar="URL", help="of the dialogue")
    parser.add_argument(
        "--licence", default=_LICENCE, metavar="URL", help=f"of the graph (default: {_LICENCE})"
    )
    parser.add_argument(
        "--tokens-file", type=Path, metavar="FILE", help="make a token there for the graph"
    )
    language.add_option(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the folder.

    Returns:
        0.

    Raises:
        UsageError: the name or an address is no good, the folder exists, or it cannot be written.
    """
    from dialograph import iris
    from dialograph.graph.tables.starting import TABLES, table

    folder = args.into or Path(args.name)
    if not iris.is_slug(args.name):
        raise UsageError(
            f"“{args.name}” cannot name a graph.",
            "Use lower-case letters, digits and single hyphens, such as lake-dialogue.",
            french=f"« {args.name} » ne peut pas nommer un graphe. Utilisez des minuscules, des "
            "chiffres et des traits d’union simples, comme lake-dialogue.",
        )
    if args.name in _TAKEN or args.name.startswith("crosswalk-"):
        raise UsageError(
            f"graphs/{args.name} holds something else than a dialogue.",
            "Choose another name, such as lake-dialogue.",
            french=f"graphs/{args.name} contient autre chose qu’un dialogue. Choisissez un autre "
            "nom, comme lake-dialogue.",
        )
    for given in filter(None, (args.website, args.licence)):
        if not _WEB.fullmatch(given):
            raise UsageError(
                f"“{given}” is not a web address.",
                "Give the full address, starting with https://.",
                french=f"« {given} » n’est pas une adresse web. Donnez l’adresse complète, "
                "commençant par https://.",
            )
    slug = _known_as(args.name)
    files = {
        f"tables/{name}.csv": table(name)
        for name in TABLES
        if name not in {"graphs", *(("dialogues",) if slug else ())}
    }
    files["tables/graphs.csv"] = table("graphs", _graph(args))
    if slug is None:
        files["tables/dialogues.csv"] = table("dialogues", _row(args))
    texts = _TEXTS[args.lang]
    files["sources.toml"] = _SOURCES.format(name=args.name, slug=slug or args.name)
    checklist = "CHECKLIST.md"
    files[checklist] = _CHECKLIST[args.lang].format(
        title=_title(args),
        name=args.name,
        slug=slug or args.name,
        dialogue=texts["known"].format(slug=slug) if slug else texts["register"],
    )
    _write(folder, files)
    if args.tokens_file is not None:
        from dialograph.repository.token_file import new_token

        token, _ = new_token(args.tokens_file, (f"graphs/{args.name}",), args.name, None)
        print(token)
        sys.stdout.flush()
        print(texts["token"].format(name=args.name), file=sys.stderr)
    said = texts["made"].format(folder=folder, n=len(files), checklist=folder / checklist)
    print(said, file=sys.stderr)
    return 0


def _title(args: argparse.Namespace) -> str:
    given: str = args.title_fr if args.lang == "fr" else args.title_en
    return given or args.title_en or args.title_fr or args.name


def _graph(args: argparse.Namespace) -> dict[str, str]:
    return {
        "name": args.name,
        "title_en": args.title_en,
        "title_fr": args.title_fr,
        "licence": args.licence,
        "maintainer": args.maintainer,
        "version": "0.1.0",
        "modified": datetime.now(UTC).date().isoformat(),
        "sources": args.website,
    }


def _row(args: argparse.Namespace) -> dict[str, str]:
    return {
        "id": args.name,
        "name_en": args.title_en,
        "name_fr": args.title_fr,
        "website": args.website,
        "source_url": args.website,
    }


def _known_as(name: str) -> str | None:
    """How the register calls a dialogue; None when it does not know it."""
    from dialograph.graph.sources import load_graph, shipped_sources
    from dialograph.iris import resource
    from dialograph.vocab import DG, RDF

    register = load_graph(tuple(each for each in shipped_sources() if each.name == "dialogues"))
    known = {str(each) for each in register.subjects(RDF.type, DG.Dialogue)}
    slugs = (name, f"{name}-process")
    return next((each for each in slugs if str(resource("dialogue", each)) in known), None)


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True)
        (folder / "tables").mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except FileExistsError:
        raise UsageError(
            f"{folder} exists already; nothing was written.",
            "Choose another folder with --into.",
            french=f"{folder} existe déjà ; rien n’a été écrit. Choisissez un autre dossier avec "
            "--into.",
        ) from None
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {(error.strerror or 'no room').lower()}.",
            "Choose another folder with --into.",
            french=f"{folder} ne peut pas être écrit. Choisissez un autre dossier avec --into.",
        ) from error
