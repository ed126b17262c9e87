# Starts one of Leat's programs; sourced by bin/leat and bin/leat-server, which set LEAT_PROGRAM and LEAT_MAIN.
# Builds the tree when its output is missing, and keeps an archive of loaded classes beside it, made at the
# first start, so that the next ones are quick. The JVM's options are in conf/jvm.options.

set -eu

SCRIPT=$(readlink -f "$0")
LEAT_HOME=${SCRIPT%/bin/*}
export LEAT_HOME
LIB=$LEAT_HOME/shell/target/leat/lib

if [ -n "${JAVA_HOME:-}" ]; then
  JAVA=$JAVA_HOME/bin/java
else
  JAVA=$(command -v java || true)
fi
if [ -z "$JAVA" ] || [ ! -x "$JAVA" ]; then
  echo "leat: no Java found; install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 2
fi

# The JDK's own release file tells its version without starting a JVM.
JDK=$(readlink -f "$JAVA")
JDK=${JDK%/bin/java}
JAVA_VERSION=
if [ -r "$JDK/release" ]; then
  while IFS='=' read -r key value; do
    case $key in JAVA_VERSION) JAVA_VERSION=${value#\"} JAVA_VERSION=${JAVA_VERSION%\"} ;; esac
  done <"$JDK/release"
fi
JAVA_MAJOR=${JAVA_VERSION%%[.+-]*}
if [ -n "$JAVA_MAJOR" ] && [ "$JAVA_MAJOR" -lt 17 ]; then
  echo "leat: Java $JAVA_VERSION is too old; install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 2
fi

if [ ! -f "$LIB/complete" ]; then
  echo "leat: building it first; this happens once and takes a few minutes ..." >&2
  BUILD_LOG=$(mktemp)
  if ! (cd "$LEAT_HOME" && mvn -B -q -DskipTests -Dquick -pl shell -am package) >"$BUILD_LOG" 2>&1 </dev/null; then
    tail -n 40 "$BUILD_LOG" >&2
    echo "leat: the build failed; the whole log is in $BUILD_LOG" >&2
    exit 2
  fi
  rm -f "$BUILD_LOG"
fi

OPTIONS=
while read -r program option; do
  case $program in all | "$LEAT_PROGRAM") OPTIONS="$OPTIONS $option" ;; esac
done <"$LEAT_HOME/conf/jvm.options"

# A class-data archive (JDK 17 to 24), or an AOT cache (25 and later), of this JDK for this build.
ARCHIVE=$LEAT_HOME/shell/target/leat/$LEAT_PROGRAM-$JAVA_VERSION.archive
if [ -n "$JAVA_MAJOR" ] && [ "$JAVA_MAJOR" -ge 25 ]; then
  RECORD=-XX:AOTCacheOutput= REPLAY=-XX:AOTCache=
else
  RECORD=-XX:ArchiveClassesAtExit= REPLAY=-XX:SharedArchiveFile=
fi
if [ -n "$JAVA_MAJOR" ] && [ -z "${LEAT_NO_ARCHIVE:-}" ]; then
  if [ ! -f "$ARCHIVE" ] || [ "$LIB/complete" -nt "$ARCHIVE" ]; then
    echo "leat: preparing a quick start for Java $JAVA_VERSION; this happens once ..." >&2
    # shellcheck disable=SC2086
    "$JAVA" $OPTIONS "$RECORD$ARCHIVE.$$" -Xlog:disable -cp "$LIB/*" $LEAT_MAIN --rehearse >/dev/null 2>&1 </dev/null || true
    [ -f "$ARCHIVE.$$" ] && mv "$ARCHIVE.$$" "$ARCHIVE"
  fi
  [ -f "$ARCHIVE" ] && OPTIONS="$OPTIONS $REPLAY$ARCHIVE -Xlog:disable -Xlog:all=error:stderr"
fi

# shellcheck disable=SC2086
exec "$JAVA" $OPTIONS ${LEAT_JAVA_OPTS:-} -cp "$LIB/*" "$LEAT_MAIN" "$@"
