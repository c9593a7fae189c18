# offered.bash COMPLETIONS LINE: what is offered at the end of LINE, one word a line.
source "$1"
read -ra COMP_WORDS <<<"$2"
if [[ $2 == *' ' ]]; then COMP_WORDS+=(''); fi
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_ringside
printf '%s\n' "${COMPREPLY[@]}"
