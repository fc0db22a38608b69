export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

// Each script asks `mlx completion --complete` for candidates: the first line says what else to offer (`files`,
// `folders` or `none`), every other one is a word, a tab and its meaning.
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# mlx completion for bash. Load it with: source <(mlx completion bash)
_mlx() {
  local cur= line word directive= files before=
  local -a words=()
  local -i last=-1
  COMPREPLY=()
  # bash takes name@version for three words, and replaces the last one alone.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if ((last >= 0)) && [[ $word == @* || \${words[last]} == *@ ]]; then
      words[last]+=$word
    else
      words[++last]=$word
    fi
  done
  ((last < 0)) || cur=\${words[last]}
  [[ $COMP_WORDBREAKS == *@* ]] && before=\${cur%"\${cur##*@}"}
  while IFS= read -r line; do
    if [[ -z $directive ]]; then
      directive=$line
      continue
    fi
    word=\${line%%$'\\t'*}
    COMPREPLY+=("\${word#"$before"}")
  done < <("\${COMP_WORDS[0]}" completion --complete -- "\${words[@]}" 2>/dev/null)
  case $directive in
    files) files=-f ;;
    folders) files=-d ;;
    *) return ;;
  esac
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do
    COMPREPLY+=("\${line#"$before"}")
  done < <(compgen $files -- "$cur")
}
complete -F _mlx mlx
`,
  zsh: `#compdef mlx
# mlx completion for zsh. Load it with: source <(mlx completion zsh), or save it as _mlx in a folder of $fpath
_mlx() {
  local line directive=
  local -a candidates lines
  lines=("\${(@f)$("\${words[1]}" completion --complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${lines[@]}"; do
    if [[ -z $directive ]]; then
      directive=$line
    elif [[ -n $line ]]; then
      candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  (( \${#candidates} )) && _describe 'mlx' candidates
  case $directive in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ \${funcstack[1]} == _mlx ]]; then
  _mlx "$@"
else
  compdef _mlx mlx
fi
`,
  fish: `# mlx completion for fish. Load it with: mlx completion fish | source
function __mlx_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l lines ($words[1] completion --complete -- $words[2..-1] "$current" 2>/dev/null)
    for line in $lines[2..-1]
        echo $line
    end
    switch "$lines[1]"
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current"
    end
end
complete --command mlx --no-files --arguments '(__mlx_complete)'
`,
};

/** The script that a shell loads to complete mlx's command lines. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}
