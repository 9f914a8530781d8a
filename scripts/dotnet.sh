# Read by ./run, ./test and ./baton: stops with a clear message where the .NET SDK that global.json asks for is missing.

# Names the SDKs that are there, if any, and what to install.
# $1: the repository's folder.
require_dotnet() {
  local install='Install it from https://dotnet.microsoft.com/download and try again.'
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "Baton needs the .NET 10 SDK, and there is no dotnet on this machine's PATH. $install" >&2
    return 1
  fi
  if ! (cd "$1" && dotnet --version) >/dev/null 2>&1; then
    local found
    found=$(cd / && dotnet --list-sdks 2>/dev/null | cut -d ' ' -f 1 | paste -sd ' ' -) || found=
    echo "Baton needs the .NET 10 SDK, and dotnet here has ${found:-no SDK at all}. $install" >&2
    return 1
  fi
}
