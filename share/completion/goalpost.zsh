#compdef goalpost
# Completion of goalpost for zsh.  The program itself knows what can stand
# where the cursor is, names of the plan too; this only asks it.

_goalpost() {
    local line name tab=$'\t'
    local -a found about
    local files=
    while IFS= read -r line; do
        case $line in
        (:*) files=$line ;;
        (*)
            name=${line%%$tab*}
            found+=("$name")
            if [[ $line == *$tab* ]]; then
                about+=("$name -- ${line#*$tab}")
            else
                about+=("$name")
            fi
            ;;
        esac
    done < <(goalpost help --complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    (( $#found )) && compadd -l -d about -a found
    case $files in
    (':files goal') _files -g '*.goal(-.)' ;;
    (':files') _files ;;
    (':folders') _files -/ ;;
    esac
}

_goalpost "$@"
