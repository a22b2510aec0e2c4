// Completion scripts for shells. Each asks `hatch` itself, as found on PATH, what fits: nothing of a project is run.

const bash = `# hatch completion for bash. In ~/.bashrc: eval "$(hatch completion bash)"
_hatch() {
  local program=hatch reply
  [[ \${COMP_WORDS[0]##*/} == hatch-mcp ]] && program=hatch-mcp
  COMPREPLY=()
  while IFS= read -r reply; do
    case $reply in
      :file) compopt -o default 2>/dev/null; return ;;
      :folder) compopt -o dirnames 2>/dev/null; return ;;
      *[!A-Za-z0-9_@%+=:,./~-]*) printf -v reply %q "$reply" ;;
    esac
    COMPREPLY+=("$reply")
  done < <(command "$program" __complete bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _hatch hatch hatch-mcp
`;

const zsh = `#compdef hatch hatch-mcp
# hatch completion for zsh. In ~/.zshrc, after compinit: eval "$(hatch completion zsh)"
_hatch() {
  local program=hatch reply
  [[ \${words[1]:t} == hatch-mcp ]] && program=hatch-mcp
  local -a replies values shown
  replies=("\${(@f)$(command $program __complete zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  case $replies[1] in
    :file) _files; return ;;
    :folder) _files -/; return ;;
  esac
  for reply in $replies; do
    values+=("\${reply%%$'\\t'*}")
    shown+=("\${reply/$'\\t'/  -- }")
  done
  (( $#values )) && compadd -l -d shown -a values
}
if [[ \${funcstack[1]-} == _hatch ]]; then _hatch "$@"; else compdef _hatch hatch hatch-mcp; fi
`;

const fish = `# hatch completion for fish. In ~/.config/fish/config.fish: hatch completion fish | source
function __hatch_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program hatch
    string match -q -- '*hatch-mcp' $words[1]; and set program hatch-mcp
    set -l replies (command $program __complete fish $words[2..-1] "$current" 2>/dev/null)
    switch "$replies[1]"
        case :file
            __fish_complete_path "$current"
        case :folder
            __fish_complete_directories "$current"
        case '*'
            printf '%s\\n' $replies
    end
end
complete -c hatch -f -a '(__hatch_complete)'
complete -c hatch-mcp -f -a '(__hatch_complete)'
`;

/** Shell → its script. */
export const completionScripts: Readonly<Record<string, string>> = { bash, zsh, fish };
