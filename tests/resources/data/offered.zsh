# offered.zsh COMPLETIONS LINE: what a zsh shows after LINE and the tabulator key, as it comes from its terminal.
zmodload zsh/zpty
export TERM=dumb COLUMNS=200
typeset -g completions=$1 line=$2

zpty shell zsh -f -i
zpty -w shell "PROMPT=; unsetopt promptsp; stty -echo; LISTMAX=1000"
zpty -w shell "autoload -Uz compinit; compinit -D -u; source ${(q)completions}; compdef _ringside ringside"
# The marks are put together by that shell, so that its echo of these lines is not taken for them.
zpty -w shell "finish() { print; print THE-''END; exit }; zle -N finish; bindkey '^X' finish; print THE-''BEGINNING"
zpty -r shell ignored '*THE-BEGINNING*'
zpty -w -n shell "$line"$'\t\x18'
zpty -r shell output '*THE-END*'
print -rn -- "${output%THE-END*}"
